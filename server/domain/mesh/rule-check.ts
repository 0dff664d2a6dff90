import { VXLAN_PORT } from "../arp-table/peer-address.ts";
import { liveOverlaysOf, overlayRuleOf } from "../arp-table/vnic-claims.ts";
import type { Overlay } from "../facts.ts";
import type { Node } from "../node.ts";
import { type Check, checkOf, type Finding, oldest } from "./check.ts";
import type { LinkEnds } from "./link-context.ts";
import { overlayStatusSentence } from "../overlay.ts";

/** null: the rules of an end were never read. */
export function sharedRuleNames(nodes: readonly [Node, Node]): string[] | null {
  const [names, peerNames] = nodes.map(({ facts }) => facts?.overlayRules?.value.map(({ name }) => name));
  if (!names || !peerNames) return null;
  return names.filter((name) => peerNames.includes(name)).toSorted();
}

export function sharedRuleCheck({ nodes, overlayRuleNames }: LinkEnds): Check {
  const observedAt = oldest(nodes.map(({ facts }) => facts?.overlayRules?.observedAt));
  const finding: Finding = observedAt
    ? { outcome: "pass", sentence: `Both ends have ${overlayRuleNames.join(", ")}.` }
    : {
        outcome: "unknown",
        sentence: `The overlay rules of ${hostnamesWithout(nodes, "overlayRules")} are not known.`,
      };
  return checkOf("rule-shared", "Overlay rule on both ends", observedAt, [finding]);
}

/** Overlays appear when first needed: a rule that is live on one end only has nothing to carry yet. */
export function liveCheck({ nodes, overlayRuleNames }: LinkEnds): Check {
  const observedAt = oldest(nodes.map(({ facts }) => facts?.overlays?.observedAt));
  const title = "Overlays live on both ends";
  if (!observedAt) {
    const sentence = `The live overlays of ${hostnamesWithout(nodes, "overlays")} are not known.`;
    return checkOf("overlay-live", title, null, [{ outcome: "unknown", sentence }]);
  }
  const live = overlayRuleNames.filter((name) =>
    nodes.every((node) => liveOverlaysOf(node, name).length > 0),
  );
  if (live.length === 0) {
    const sentence = "No shared overlay rule is live on both ends, so nothing crosses this link now.";
    return checkOf("overlay-live", title, observedAt, [{ outcome: "unknown", sentence }]);
  }
  const findings = nodes.flatMap((node) => {
    const overlays = live.flatMap((name) => liveOverlaysOf(node, name));
    // A degraded overlay drops what its VMs send to other nodes; one that works still carries.
    const failMeans = overlays.every(({ status }) => status === "degraded") ? "down" : "degraded";
    return overlays.map((overlay) => ({ ...onlineFinding(node, overlay), failMeans }) as const);
  });
  return checkOf("overlay-live", title, observedAt, findings);
}

/** A live overlay keeps the port it was made with, whatever the rule says since. */
export function portCheck({ nodes, overlayRuleNames }: LinkEnds): Check {
  const observedAt = oldest(
    nodes.flatMap(({ facts }) => [facts?.overlays?.observedAt, facts?.overlayRules?.observedAt]),
  );
  const findings = nodes.flatMap((node) =>
    overlayRuleNames.flatMap((name) =>
      liveOverlaysOf(node, name).map((overlay) => portFinding(node, overlay, name)),
    ),
  );
  const none: Finding = observedAt
    ? { outcome: "pass", sentence: "No live overlay that could listen on another port." }
    : { outcome: "unknown", sentence: "The ports of the live overlays are not known." };
  return checkOf(
    "overlay-port",
    "Ports as the rules say",
    observedAt,
    observedAt && findings.length > 0 ? findings : [none],
  );
}

function onlineFinding({ id, hostname }: Node, overlay: Overlay): Finding {
  const { status } = overlay;
  const outcome = status === "online" ? "pass" : status === "degraded" ? "fail" : "unknown";
  return { outcome, sentence: overlayStatusSentence(overlay, hostname), nodeId: id };
}

function portFinding(node: Node, overlay: Overlay, overlayRuleName: string): Finding {
  const rulePort = overlayRuleOf(node, overlayRuleName)?.listenPort ?? VXLAN_PORT;
  const { name, listenPort } = overlay;
  const where = `${name} on ${node.hostname}`;
  if (listenPort === null)
    return { outcome: "unknown", sentence: `The port of ${where} is not known.`, nodeId: node.id };
  if (listenPort === rulePort)
    return { outcome: "pass", sentence: `${where} listens on ${listenPort}.`, nodeId: node.id };
  const sentence = `${where} still listens on ${listenPort}, while its rule says ${rulePort}.`;
  return { outcome: "fail", sentence, nodeId: node.id };
}

function hostnamesWithout(nodes: readonly Node[], part: "overlayRules" | "overlays"): string {
  return nodes
    .filter(({ facts }) => !facts?.[part])
    .map(({ hostname }) => hostname)
    .join(" and ");
}
