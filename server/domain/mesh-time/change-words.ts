import { HEALTH_STATES, type HealthState } from "../health.ts";
import type { LookChange, MeshLook, MeshSubjectKind } from "./mesh-look.ts";

export type ChangeWeight = "encryption-lost" | "worse" | "better" | "other";

export type ToldChange = LookChange & {
  weight: ChangeWeight;
  /** For each thing that changed one; together they say all. */
  sentences: string[];
};

export const CHANGE_WEIGHTS: readonly ChangeWeight[] = ["encryption-lost", "worse", "other", "better"];
const KIND_ORDER: readonly MeshSubjectKind[] = ["pdc", "node", "pdc-link", "link"];

const PATH_WORDS = {
  admin: "over the admin network",
  ipsec: "inside IPsec",
  "clear-text": "in clear text",
  unknown: "in a way that is not known",
} as const;
const SHARE_WORDS = {
  none: "none of its links is down or degraded",
  few: "less than 1 % of its links are down or degraded",
  some: "less than 10 % of its links are down or degraded",
  many: "less than half of its links are down or degraded",
  most: "half or more of its links are down or degraded",
} as const;

export function tellChange(change: LookChange): ToldChange {
  return { ...change, weight: weightOf(change), sentences: sentencesOf(change) };
}

/** Lost encryption first, then what became worse, came and went, became better; places before links. */
export function compareChanges(a: ToldChange, b: ToldChange): number {
  return (
    CHANGE_WEIGHTS.indexOf(a.weight) - CHANGE_WEIGHTS.indexOf(b.weight) ||
    KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) ||
    rankOf(a.after?.state) - rankOf(b.after?.state) ||
    (a.label < b.label ? -1 : a.label > b.label ? 1 : a.id < b.id ? -1 : 1)
  );
}

function weightOf({ before, after }: LookChange): ChangeWeight {
  // What was not there before had nothing to lose.
  if (before && after?.path === "clear-text" && before.path !== "clear-text") return "encryption-lost";
  if (!before) return isBad(after) ? "worse" : "other";
  if (!after) return "worse";
  const steps = [
    rankOf(after.state) - rankOf(before.state),
    mtuStep(before, after),
    before.path === "clear-text" ? 1 : after.path === "unknown" && before.path === "ipsec" ? -1 : 0,
    shareRank(before) - shareRank(after),
  ];
  if (steps.some((step) => step < 0)) return "worse";
  return steps.some((step) => step > 0) ? "better" : "other";
}

function sentencesOf({ kind, label, before, after }: LookChange): string[] {
  const what = `${kind === "link" ? "The link " : kind === "pdc-link" ? "The pair " : ""}${label}`;
  if (!before) return [`${what} appeared${after?.state ? `, ${after.state}` : ""}.`];
  if (!after) {
    return [`${what} is gone${before.state ? `; it was ${before.state}` : ""}.`];
  }
  return [
    ...(before.path !== after.path ? [pathSentence(what, before, after)] : []),
    ...(before.state !== after.state
      ? [`${what} was ${before.state ?? "without links"}, then ${after.state ?? "without links"}.`]
      : []),
    ...(before.pdcLabel !== after.pdcLabel
      ? [`${what} moved from PDC ${before.pdcLabel} to ${after.pdcLabel}.`]
      : []),
    ...(before.nodeCount !== after.nodeCount
      ? [`${what} had ${before.nodeCount} nodes, then ${after.nodeCount}.`]
      : []),
    ...(before.effectiveMtuBytes !== after.effectiveMtuBytes
      ? [`What crosses ${what} whole was ${bytes(before)}, then ${bytes(after)}.`]
      : []),
    ...(before.badShare !== after.badShare && before.state === after.state && after.badShare
      ? [
          `${what}: ${SHARE_WORDS[after.badShare]} (before: ${before.badShare ? SHARE_WORDS[before.badShare] : "not known"}).`,
        ]
      : []),
  ];
}

function pathSentence(what: string, before: MeshLook, after: MeshLook): string {
  if (after.path === "clear-text") return `${what} lost its encryption: frames may leave in clear text.`;
  const words = (look: MeshLook) => (look.path ? PATH_WORDS[look.path] : "nowhere");
  return `Frames of ${what.replace(/^The/, "the")} went ${words(before)}, then ${words(after)}.`;
}

function bytes({ effectiveMtuBytes }: MeshLook): string {
  return effectiveMtuBytes ? `${effectiveMtuBytes} bytes` : "not known";
}

function mtuStep({ effectiveMtuBytes: before }: MeshLook, { effectiveMtuBytes: after }: MeshLook): number {
  return before && after ? after - before : 0;
}

/** Larger is better. */
function rankOf(state: HealthState | null | undefined): number {
  return state ? HEALTH_STATES.indexOf(state) : HEALTH_STATES.length;
}

const SHARES = ["none", "few", "some", "many", "most"];
function shareRank({ badShare }: MeshLook): number {
  return SHARES.indexOf(badShare ?? "none");
}

function isBad(look: MeshLook | null): boolean {
  return look?.state === "down" || look?.state === "degraded";
}
