import * as z from "zod";
import { isReadBeforeApply } from "./apply-report.ts";

const MINUTES_A_DAY = 1440;
/** Each node's interval is shortened by up to this share, by its own amount, so that a fleet does not move in step. */
const JITTER_SHARE_MAX = 0.2;

const minuteOfDay = (what: string) =>
  z
    .number({ error: `Write ${what} as a time of day.` })
    .int({ error: `Write ${what} as a time of day.` })
    .min(0, { error: `Write ${what} as a time of day.` })
    .max(MINUTES_A_DAY - 1, { error: `Write ${what} as a time of day.` });

/** How the nodes of one PDC are refreshed; null: as everywhere. Quiet hours are minutes of the UTC day, the end not included. */
export const PdcSchedule = z.object({
  refreshIntervalSeconds: z
    .number({ error: "Write the interval as a number." })
    .int({ error: "Write the interval in whole seconds." })
    .min(30, { error: "The interval is at least 30 seconds." })
    .max(7 * 86_400, { error: "The interval is at most seven days." })
    .nullable(),
  refreshesAtOnceMax: z
    .number({ error: "Write how many as a number." })
    .int({ error: "Write how many as a whole number." })
    .min(1, { error: "At least one node at a time." })
    .max(64, { error: "At most 64 nodes at a time." })
    .nullable(),
  quietHours: z
    .object({ fromMinute: minuteOfDay("the beginning"), untilMinute: minuteOfDay("the end") })
    .refine(({ fromMinute, untilMinute }) => fromMinute !== untilMinute, {
      error: "Quiet hours need a beginning and another end.",
      path: ["untilMinute"],
    })
    .nullable(),
});
export type PdcSchedule = z.infer<typeof PdcSchedule>;

/** What the schedule needs to know of a node. `pdcName` null: not read yet. */
export type ScheduledNode = {
  id: string;
  pdcName: string | null;
  isConfirmed: boolean;
  lastFinishedAt: Date | null;
  pausedUntil: Date | null;
  /** null: never. */
  factsObservedAt: Date | null;
  /** When somebody told last that something was applied to it; null: nobody ever did. */
  appliedAt: Date | null;
};

/** Over midnight when the end comes before the beginning. */
export function isQuiet({ quietHours }: PdcSchedule, now: Date): boolean {
  if (!quietHours) return false;
  const { fromMinute, untilMinute } = quietHours;
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  return fromMinute < untilMinute
    ? minute >= fromMinute && minute < untilMinute
    : minute >= fromMinute || minute < untilMinute;
}

export function isPaused({ pausedUntil }: Pick<ScheduledNode, "pausedUntil">, now: Date): boolean {
  return pausedUntil !== null && pausedUntil > now;
}

/** From 0 to 1, the same for the same text: FNV-1a. */
function shareOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash / 2 ** 32;
}

/** Null: never by schedule (not confirmed, or there is no interval). */
export function dueAt(
  { id, isConfirmed, lastFinishedAt }: ScheduledNode,
  intervalSeconds: number,
): Date | null {
  if (!isConfirmed || intervalSeconds === 0) return null;
  if (lastFinishedAt === null) return new Date(0);
  const jitter = JITTER_SHARE_MAX * shareOf(`${id} ${lastFinishedAt.getTime()}`);
  return new Date(lastFinishedAt.getTime() + intervalSeconds * 1000 * (1 - jitter));
}

/**
 * Nodes that the schedule wants read now. An interval of 0 seconds is none at all, whatever a PDC says; what was applied to a
 * node since it was read is waited for in quiet hours too.
 */
export function dueNodeIds(
  nodes: readonly ScheduledNode[],
  scheduleByPdcName: ReadonlyMap<string, PdcSchedule>,
  { intervalSeconds, now }: { intervalSeconds: number; now: Date },
): string[] {
  return nodes
    .filter((node) => {
      const schedule = scheduleByPdcName.get(node.pdcName ?? "");
      if (isPaused(node, now)) return false;
      if (node.isConfirmed && isReadBeforeApply(node, now)) return true;
      if (schedule && isQuiet(schedule, now)) return false;
      const ownSeconds = schedule?.refreshIntervalSeconds ?? intervalSeconds;
      const due = dueAt(node, intervalSeconds === 0 ? 0 : ownSeconds);
      return due !== null && due <= now;
    })
    .map(({ id }) => id);
}
