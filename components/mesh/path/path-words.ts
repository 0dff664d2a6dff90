import type { ArpVerdict } from "#server/domain/mesh-path/arp-agreement.ts";
import type { PathOutcome } from "#server/domain/mesh-path/path-reason.ts";
import type { State } from "../../ui/state-glyph.tsx";

type OutcomeWords = { state: State; word: string; sentence: string };

/** A path's verdict in the five shapes of the screen; nothing but a path that is known to carry is drawn as up. */
export const OUTCOME_WORDS: Record<PathOutcome, OutcomeWords> = {
  passes: { state: "up", word: "Passes", sentence: "Packets pass, both ways, as far as everything tells." },
  impaired: {
    state: "degraded",
    word: "Impaired",
    sentence: "Packets pass, but something on the way is not as it should be.",
  },
  blocked: {
    state: "down",
    word: "Blocked",
    sentence: "There should be a path, but packets do not get through.",
  },
  unknown: {
    state: "unknown",
    word: "Not known",
    sentence: "Whether packets pass cannot be told from what is known now.",
  },
  "no-path": { state: "down", word: "No path", sentence: "Nothing joins these two." },
};

export const ARP_VERDICT_WORDS: Record<ArpVerdict, { word: string; tone: "good" | "bad" | "neutral" }> = {
  "as-wanted": { word: "right", tone: "good" },
  missing: { word: "missing", tone: "bad" },
  stale: { word: "stale", tone: "bad" },
  "wrong-port": { word: "wrong port", tone: "bad" },
  "wrong-inner-address": { word: "wrong address", tone: "bad" },
  colliding: { word: "colliding", tone: "bad" },
  unknown: { word: "not known", tone: "neutral" },
};

/** The page that shows the path from one end, or between two. `vdcId` null: for people of the cloud. */
export function pathHref(ends: { from?: string; to?: string }, vdcId: string | null): string {
  const params = new URLSearchParams();
  if (vdcId !== null) params.set("vdc", vdcId);
  if (ends.from) params.set("from", ends.from);
  if (ends.to) params.set("to", ends.to);
  return `/mesh/path${params.size > 0 ? `?${params}` : ""}`;
}
