import type { Node } from "../node.ts";
import { counted, listed, quoted } from "../warnings/finding.ts";
import type { ChecklistContext } from "./context.ts";
import { liveDifferences } from "./live-differences.ts";
import { ageOf, factsOf, type Judged, notRead } from "./verdicts.ts";

export function pdcNameRequirement(node: Node, { lookalikesByPdcName }: ChecklistContext): Judged {
  const facts = factsOf(node);
  if (!facts.identity) return notRead(facts, "identity");
  const { observedAt } = facts.identity;
  const { pdcName } = facts.identity.value;
  if (pdcName.trim() === "") return { outcome: "fail", sentence: "It reports no PDC name.", observedAt };
  const [lookalike] = lookalikesByPdcName.get(pdcName) ?? [];
  if (!lookalike) return { outcome: "pass", sentence: `It reports ${quoted(pdcName)}.`, observedAt };
  const { name, similarity } = lookalike;
  const sentence = `${quoted(pdcName)} and ${quoted(name)} ${similarity}, yet count as two PDCs.`;
  return { outcome: "fail", sentence, observedAt };
}

/** Settled by probes; a node that is reached over others counts as reached. */
export function adminReachRequirement(node: Node, { adminStandingByNodeId }: ChecklistContext): Judged {
  const facts = factsOf(node);
  if (!facts.identity || !facts.hostVnics) return notRead(facts, "identity", "hostVnics");
  const standing = adminStandingByNodeId.get(node.id);
  if (!standing) {
    const why = facts.identity.value.pdcName.trim() === "" ? "no PDC name" : "no admin address";
    const sentence = `It has ${why}, so nobody can tell whom it should reach.`;
    return { outcome: "unknown", sentence, observedAt: ageOf(facts, "identity", "hostVnics") };
  }
  const { cut, answer, reachedCount, isWholePdc } = standing;
  if (cut) {
    const sentence = `${cut.from.node.hostname} got no answer from ${cut.to.node.hostname} at ${cut.to.address}, in the same PDC.`;
    return { outcome: "fail", sentence, observedAt: cut.observedAt };
  }
  if (isWholePdc && reachedCount === 1) {
    return { outcome: "not-needed", sentence: "It is alone in its PDC.", observedAt: null };
  }
  if (!answer || !isWholePdc) {
    const sentence = "No probe tells whether it reaches all the others of its PDC.";
    return { outcome: "unknown", sentence, observedAt: answer?.observedAt ?? null };
  }
  const { from, to, observedAt } = answer;
  const sentence = `${to.node.hostname} answered a probe by ${from.node.hostname}; all ${reachedCount} nodes of its PDC reach each other.`;
  return { outcome: "pass", sentence, observedAt };
}

export function rulesLiveRequirement(node: Node): Judged {
  const facts = factsOf(node);
  if (!facts.overlayRules || !facts.overlays) return notRead(facts, "overlayRules", "overlays");
  const observedAt = ageOf(facts, "overlayRules", "overlays");
  const overlays = facts.overlays.value;
  const broken = overlays.filter(({ status }) => status === "degraded").map(({ name }) => name);
  const differing = liveDifferences(overlays, facts.overlayRules.value).map(
    ({ overlayName, told }) => `${overlayName} runs with ${told}`,
  );
  if (broken.length + differing.length > 0) {
    const degraded = broken.length > 0 ? [`${listed(broken)} is degraded`] : [];
    return { outcome: "fail", sentence: `${[...degraded, ...differing].join("; ")}.`, observedAt };
  }
  const uncertain = overlays.filter(({ status }) => status === "unknown").map(({ name }) => name);
  if (uncertain.length > 0) {
    return { outcome: "unknown", sentence: `The state of ${listed(uncertain)} is not known.`, observedAt };
  }
  if (overlays.length === 0) {
    const sentence = "No overlay is live here yet; overlays appear when first needed.";
    return { outcome: "not-needed", sentence, observedAt };
  }
  const sentence = `${counted(overlays.length, "overlay")} online, with what the rules say.`;
  return { outcome: "pass", sentence, observedAt };
}
