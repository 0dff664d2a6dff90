import { isStale, type Node } from "../node.ts";
import type { ChecklistContext } from "./context.ts";
import {
  defaultRouteRequirement,
  externalAddressRequirement,
  externalTagRequirement,
} from "./external-requirements.ts";
import { guardRequirement, ipsecKeysRequirement, ipsecPoliciesRequirement } from "./ipsec-requirements.ts";
import { adminReachRequirement, pdcNameRequirement, rulesLiveRequirement } from "./own-requirements.ts";
import {
  type NodeChecklist,
  REQUIREMENT_CODES,
  REQUIREMENT_OUTCOMES,
  REQUIREMENT_TITLES,
  type Requirement,
  type RequirementCode,
  type RequirementOutcome,
} from "./requirement.ts";
import type { Judged } from "./verdicts.ts";

const JUDGES: Record<RequirementCode, (node: Node, context: ChecklistContext) => Judged> = {
  "facts-fresh": factsFreshRequirement,
  "pdc-name": pdcNameRequirement,
  "admin-reach": adminReachRequirement,
  "rules-live": rulesLiveRequirement,
  "external-tag": externalTagRequirement,
  "external-address": externalAddressRequirement,
  "default-route": defaultRouteRequirement,
  "clear-text-guard": guardRequirement,
  "ipsec-policies": ipsecPoliciesRequirement,
  "ipsec-keys": ipsecKeysRequirement,
};

/** Only these say something without a second PDC. */
const ALWAYS_NEEDED: readonly RequirementCode[] = ["facts-fresh", "pdc-name", "admin-reach", "rules-live"];

/** What is asked of one node and whether it holds, by what the node itself said, confirmed or not. */
export function nodeChecklist(node: Node, context: ChecklistContext): NodeChecklist {
  const requirements = REQUIREMENT_CODES.map((code) => requirementOf(code, node, context));
  return {
    nodeId: node.id,
    hostname: node.hostname,
    pdcName: node.facts?.identity?.value.pdcName ?? null,
    outcome: worstOutcome(requirements.map(({ outcome }) => outcome)),
    requirements,
  };
}

function worstOutcome(outcomes: readonly RequirementOutcome[]): RequirementOutcome {
  return REQUIREMENT_OUTCOMES.find((outcome) => outcomes.includes(outcome)) ?? "unknown";
}

function requirementOf(code: RequirementCode, node: Node, context: ChecklistContext): Requirement {
  return { code, title: REQUIREMENT_TITLES[code], ...judge(code, node, context) };
}

function judge(code: RequirementCode, node: Node, context: ChecklistContext): Judged {
  if (!ALWAYS_NEEDED.includes(code) && context.pdcNames.size < 2) {
    const sentence = "Not needed yet: no second PDC is known.";
    return { outcome: "not-needed", sentence, observedAt: null };
  }
  if (!node.facts) {
    const sentence = node.isConfirmed
      ? "It has not been read yet."
      : "Its host key is not confirmed, so nothing it says counts.";
    return { outcome: "unknown", sentence, observedAt: null };
  }
  return asOfNow(JUDGES[code](node, context), context);
}

/** What held when it was read long ago need not hold now; what failed then is told as it was. */
function asOfNow(judged: Judged, { now, staleAfterSeconds }: ChecklistContext): Judged {
  const { outcome, sentence, observedAt } = judged;
  if (outcome !== "pass") return judged;
  if (observedAt && now.getTime() - observedAt.getTime() <= staleAfterSeconds * 1000) return judged;
  return { outcome: "unknown", sentence: `When it was last read: ${sentence}`, observedAt };
}

function factsFreshRequirement(node: Node, { now, staleAfterSeconds }: ChecklistContext): Judged {
  const { facts, lastRefresh } = node;
  const observedAt = facts?.identity?.observedAt ?? null;
  if (!observedAt) return { outcome: "unknown", sentence: "It has not been read yet.", observedAt };
  if (isStale(node, staleAfterSeconds, now)) {
    return { outcome: "fail", sentence: "Its facts are older than the limit.", observedAt };
  }
  if (lastRefresh?.outcome === "failed") {
    const sentence = `Its last refresh failed (${lastRefresh.cause}), so its facts may no longer hold.`;
    return { outcome: "unknown", sentence, observedAt };
  }
  return { outcome: "pass", sentence: "Its facts are fresh.", observedAt };
}
