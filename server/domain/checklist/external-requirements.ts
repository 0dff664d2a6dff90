import { type Node } from "../node.ts";
import { listed } from "../warnings/finding.ts";
import type { ChecklistContext } from "./context.ts";
import {
  defaultRouteStanding,
  EXTERNAL_NIC_TAG,
  externalAddressStanding,
  hasExternalTag,
  routeWords,
} from "./external-standing.ts";
import { ageOf, factsOf, type Judged, notRead } from "./verdicts.ts";

export function externalTagRequirement(node: Node): Judged {
  const facts = factsOf(node);
  const hasTag = hasExternalTag(facts);
  if (hasTag === null) return notRead(facts, "nicTags");
  const observedAt = ageOf(facts, "nicTags");
  if (hasTag) return { outcome: "pass", sentence: `It has the NIC tag ${EXTERNAL_NIC_TAG}.`, observedAt };
  const names = (facts.nicTags?.value ?? []).map(({ name }) => name);
  const has = names.length > 0 ? `It has ${listed(names)}` : "It has no NIC tags at all";
  return { outcome: "fail", sentence: `${has}, but no tag ${EXTERNAL_NIC_TAG}.`, observedAt };
}

export function externalAddressRequirement(node: Node, context: ChecklistContext): Judged {
  const facts = factsOf(node);
  const standing = externalAddressStanding(facts, context.publicAddressExceptions);
  if (!standing) return notRead(facts, "nics", "hostVnics");
  const observedAt = ageOf(facts, "nics", "hostVnics");
  if (standing.kind === "none") {
    return { outcome: "fail", sentence: "It has no external address.", observedAt };
  }
  const { address } = standing;
  if (standing.kind === "not-public") {
    return { outcome: "fail", sentence: `Its external address ${address} is not public.`, observedAt };
  }
  const others = (context.nodesByExternalAddress.get(address) ?? []).filter(({ id }) => id !== node.id);
  if (others.length > 0) {
    const sentence = `${listed(others.map(({ hostname }) => hostname))} has the external address ${address} too.`;
    return { outcome: "fail", sentence, observedAt };
  }
  return { outcome: "pass", sentence: `Its external address ${address} is public.`, observedAt };
}

export function defaultRouteRequirement(node: Node): Judged {
  const facts = factsOf(node);
  const standing = defaultRouteStanding(facts);
  if (!standing) return notRead(facts, "defaultRoutes", "nics", "hostVnics");
  const observedAt = ageOf(facts, "defaultRoutes");
  if (standing === "none") return { outcome: "fail", sentence: "It has no default route.", observedAt };
  const routes = listed((facts.defaultRoutes?.value ?? []).map(routeWords));
  if (standing === "external") {
    return { outcome: "pass", sentence: `It leaves through the external NIC: ${routes}.`, observedAt };
  }
  return { outcome: "fail", sentence: `It does not leave through the external NIC: ${routes}.`, observedAt };
}
