import { isSameEntry } from "../arp-table/differences.ts";
import type { Check } from "../mesh/check.ts";
import { type ArpUse, arpUsesOf } from "../mesh/arp-use.ts";
import type { LinkContext, LinkEnds } from "../mesh/link-context.ts";
import { NEXT_BY_CODE } from "./next-steps.ts";
import { type DiagnosisStep, notAsked, type Seen, seenOn, step, stepOfChecks } from "./step.ts";

/** Entries that would be right but for the port. */
function isOtherPort({ wanted, held }: ArpUse): boolean {
  return held !== null && held.port !== wanted.port && isSameEntry({ ...held, port: wanted.port }, wanted);
}

export function portStep(ends: LinkEnds, context: LinkContext, check: Check | undefined): DiagnosisStep {
  const uses = arpUsesOf(ends, context);
  const failures = ends.nodes.flatMap((node) => {
    const own = uses.filter(({ nodeId }) => nodeId === node.id);
    const wrong = own.filter(isOtherPort);
    const [first] = wrong;
    if (!first) return [];
    const peer = ends.nodes.find(({ id }) => id !== node.id)?.hostname ?? "the other end";
    const sentence = `${node.hostname} sends frames of ${first.overlayRuleName} to UDP ${first.held?.port}, but ${peer} listens on ${first.wanted.port} (${wrong.length} of ${own.length} entries).`;
    return [
      {
        seen: seenOn(node, sentence, node.facts?.arpTables?.observedAt ?? null),
        isWhole: wrong.length === own.length,
      },
    ];
  });
  if (failures.length > 0) {
    return step("ports", {
      outcome: "fail",
      weight: failures.some(({ isWhole }) => isWhole) ? "stops" : "impairs",
      seen: failures.map(({ seen }) => seen),
      next: NEXT_BY_CODE.ports,
    });
  }
  const own = stepOfChecks("ports", ends, [check], NEXT_BY_CODE.ports);
  const unread = ends.nodes.filter(({ facts }) => !facts?.arpTables);
  if (own.outcome !== "pass" || unread.length === 0) return own;
  const seen: Seen[] = unread.map((node) =>
    seenOn(node, `To which ports ${node.hostname} sends is not known: its ARP tables were not read.`, null),
  );
  return step("ports", { outcome: "unknown", seen, next: NEXT_BY_CODE.ports });
}

/** What the port alone makes wrong is told by the step before. */
export function arpStep(ends: LinkEnds, context: LinkContext, check: Check | undefined): DiagnosisStep {
  const wrong = arpUsesOf(ends, context).filter(({ verdict }) => verdict !== "as-wanted");
  if (check?.outcome === "fail" && wrong.length > 0 && wrong.every(isOtherPort)) {
    return notAsked("arp", "not-reached", "The entries differ from what is wanted by the port alone.");
  }
  return stepOfChecks("arp", ends, [check], NEXT_BY_CODE.arp);
}
