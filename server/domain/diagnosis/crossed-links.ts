import type { PathOutcome, PathReason } from "../mesh-path/path-reason.ts";
import { seenIn } from "./step.ts";
import type { Verdict } from "./verdict.ts";

const KINDS = ["cause", "unknown", "impaired", "carries"] as const satisfies Verdict["kind"][];

/** Packets that do not pass come first; what is not known is never better than what is impaired. */
export function compareVerdicts(a: Pick<Verdict, "kind">, b: Pick<Verdict, "kind">): number {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
}

/** Of two VMs: what stands between just these two comes before what is wrong with their link. */
export function verdictOnPath(
  path: { outcome: PathOutcome; reasons: readonly PathReason[]; observedAt: Date | null },
  ofLink: Verdict | null,
): Verdict {
  const [first] = path.reasons;
  const isOwnFault = path.outcome === "no-path" || (path.outcome === "blocked" && ofLink?.kind !== "cause");
  if (ofLink && !(first && isOwnFault)) return ofLink;
  const evidence = path.reasons.map(({ sentence }) => seenIn(sentence, path.observedAt));
  const sentence = path.reasons.map((reason) => reason.sentence).join(" ");
  const own = { code: null, evidence, missing: [], pattern: null };
  switch (path.outcome) {
    case "no-path":
      return { ...own, kind: "cause", title: "Nothing joins these two", sentence, next: SEGMENT_NEXT };
    case "blocked":
      return {
        ...own,
        kind: "cause",
        title: "Frames between just these two get lost",
        sentence,
        next: OWN_NEXT,
      };
    case "impaired":
      return {
        ...own,
        kind: "impaired",
        title: "Frames pass, but not as they should",
        sentence,
        next: OWN_NEXT,
      };
    case "unknown": {
      const missing = path.reasons.map((reason) => reason.sentence);
      return { ...own, kind: "unknown", title: "Cannot be told", sentence, missing, next: OWN_NEXT };
    }
    case "passes": {
      const inside = "Both are on one node, and nothing there stands between them. Look inside the VMs.";
      return {
        ...own,
        kind: "carries",
        title: "Nothing wrong was found",
        sentence: inside,
        next: null,
        pattern: "guests-silent",
      };
    }
  }
}

const SEGMENT_NEXT =
  "Compare the networks of both VMs: rule, VXLAN id and VLAN id have to be the same, or a router has to join them.";
const OWN_NEXT = "Refresh the nodes of both VMs; the path page shows each table's entry for them.";
