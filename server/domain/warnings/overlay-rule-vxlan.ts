import { finding, listed, nodeKey, ruleKey } from "./finding.ts";
import { groupBy, undecidedNodes, type WarningRule, withPart } from "./situation.ts";

/** A node holds one overlay per VXLAN id, so an id on two rules is trouble as soon as their VMs meet. */
export const ruleVxlanShared: WarningRule = {
  codes: ["rule-vxlan-shared"],
  judge({ nodes, networks }) {
    const vnics = withPart(nodes, "vmVnics");
    const overlays = withPart(nodes, "overlays");
    const used = [
      ...vnics.known.flatMap(({ node, part }) =>
        part.value.map(({ vxlanId, overlayRuleName, vmAlias }) => ({
          vxlanId,
          overlayRuleName,
          key: nodeKey(node.id),
          sentence: `${node.hostname}: the VM ${vmAlias} uses ${overlayRuleName}/${vxlanId}.`,
          observedAt: part.observedAt,
        })),
      ),
      ...overlays.known.flatMap(({ node, part }) =>
        part.value.map(({ vxlanId, overlayRuleName, name }) => ({
          vxlanId,
          overlayRuleName,
          key: nodeKey(node.id),
          sentence: `${node.hostname}: the overlay ${name} is live.`,
          observedAt: part.observedAt,
        })),
      ),
      ...networks.map(({ vxlanId, overlayRuleName, name, updatedAt }) => ({
        vxlanId,
        overlayRuleName,
        key: ruleKey(overlayRuleName ?? ""),
        sentence: `The network ${name} is defined on ${overlayRuleName}/${vxlanId}.`,
        observedAt: updatedAt,
      })),
    ].filter(({ vxlanId, overlayRuleName }) => vxlanId !== null && overlayRuleName !== null);
    const findings = [...groupBy(used, ({ vxlanId }) => vxlanId)].flatMap(([vxlanId, uses]) => {
      const byRule = groupBy(uses, ({ overlayRuleName }) => overlayRuleName ?? "");
      if (byRule.size < 2) return [];
      return finding("rule-vxlan-shared", {
        subject: { kind: "segment", key: `vxlan:${vxlanId}`, label: `VXLAN ${vxlanId}` },
        cause: `VXLAN ${vxlanId} is used on the overlay rules ${listed([...byRule.keys()])}. A node can hold only one overlay of this id, so VMs of the two cannot run on one node.`,
        evidence: [...byRule.values()].flatMap((group) => group.slice(0, 5)),
        touches: [...[...byRule.keys()].map(ruleKey), ...uses.map(({ key }) => key)],
      });
    });
    return { findings, undecided: undecidedNodes(this.codes, [...vnics.unknown, ...overlays.unknown]) };
  },
};
