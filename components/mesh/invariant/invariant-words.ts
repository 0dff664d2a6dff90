import { formatCount } from "../../ui/format-count.ts";
import type { InvariantAnswer, MissingReason } from "#server/domain/mesh/invariant.ts";

export const INVARIANT_RULE =
  "No pair of nodes is in clear text between different places, and none shares a PDC name without sharing an admin network.";

export const ANSWER_WORDS: Record<InvariantAnswer, string> = {
  holds: "Holds",
  broken: "Broken",
  unknown: "Cannot be told",
};

export const MISSING_WORDS: Record<MissingReason, string> = {
  "never-read": "never read",
  "no-pdc-name": "without a PDC name",
  stale: "with facts older than the limit",
  "last-refresh-failed": "whose last refresh failed",
  "no-external-address": "without a known external address",
  "no-firewall": "whose firewall was not read",
  "no-probes": "that lately probed nobody on the admin network",
};

type Half = { answer: InvariantAnswer; pairCount: number; brokenCount: number; unknownCount: number };

const pairs = (count: number) => `${formatCount(count)} ${count === 1 ? "pair" : "pairs"}`;
const are = (count: number) => (count === 1 ? "is" : "are");

/** Broken pairs first; what cannot be told is said beside them. */
export function clearTextSentence({ pairCount, brokenCount, unknownCount }: Half): string {
  if (pairCount === 0) return "There is no pair of nodes in different places.";
  const open =
    brokenCount > 0
      ? `${pairs(brokenCount)} in different places may send in clear text: an end does not block it.`
      : "";
  const unknown =
    unknownCount > 0 ? `Of ${pairs(unknownCount)} it cannot be told whether clear text is kept off.` : "";
  if (open || unknown) return [open, unknown].filter(Boolean).join(" ");
  return `Clear text is kept off between all ${pairs(pairCount)} in different places.`;
}

export function adminNetworkSentence({ pairCount, brokenCount, unknownCount }: Half): string {
  if (pairCount === 0) return "No two nodes share a PDC name.";
  const cut =
    brokenCount > 0
      ? `${pairs(brokenCount)} ${brokenCount === 1 ? "shares" : "share"} a PDC name but ${are(brokenCount)} seen not to reach each other on the admin network.`
      : "";
  const unknown =
    unknownCount > 0
      ? `Of ${pairs(unknownCount)} with one PDC name no probe tells whether they share the admin network.`
      : "";
  if (cut || unknown) return [cut, unknown].filter(Boolean).join(" ");
  return `All ${pairs(pairCount)} with one PDC name reach each other on the admin network.`;
}
