import type { Node } from "../node.ts";
import type { Evidence } from "../warning.ts";
import { EVIDENCE_MAX, finding, judged, listed, nodeKey, ruleKey, TOUCHED_LIMIT } from "./finding.ts";
import { groupRule, lacks } from "./model/rule.ts";
import type { Table } from "./model/table.ts";

const SHOWN_PER_RULE = 5;

/** Nodes by the VXLAN ids they use, with the overlay rules they use them on. */
const vxlans: Table<readonly string[]> = {
  name: "vxlans",
  reads: ["vmVnics", "overlays"],
  scan({ facts }) {
    const namesById = new Map<number, string[]>();
    for (const { vxlanId, overlayRuleName } of [
      ...(facts?.vmVnics?.value ?? []),
      ...(facts?.overlays?.value ?? []),
    ]) {
      if (vxlanId === null || overlayRuleName === null) continue;
      const names = namesById.get(vxlanId);
      if (!names) namesById.set(vxlanId, [overlayRuleName]);
      else if (!names.includes(overlayRuleName)) names.push(overlayRuleName);
    }
    return Array.from(namesById, ([vxlanId, names]) => {
      const value = names.length > 1 ? names.toSorted() : names;
      return { key: String(vxlanId), text: value.length > 1 ? JSON.stringify(value) : names[0], value };
    });
  },
};

/** The node uses the id on the rule: a VM does, else an overlay of it is live. */
function useEvidence({ hostname, facts }: Node, ruleName: string, vxlanId: string): Evidence {
  const isMeant = (use: { vxlanId: number | null; overlayRuleName: string | null }) =>
    use.overlayRuleName === ruleName && String(use.vxlanId) === vxlanId;
  const vm = facts?.vmVnics?.value.find(isMeant);
  if (vm && facts?.vmVnics) {
    const sentence = `${hostname}: the VM ${vm.vmAlias} uses ${ruleName}/${vxlanId}.`;
    return { sentence, observedAt: facts.vmVnics.observedAt };
  }
  const overlay = facts?.overlays?.value.find(isMeant);
  const sentence = `${hostname}: the overlay ${overlay?.name} is live.`;
  return { sentence, observedAt: facts?.overlays?.observedAt ?? new Date(0) };
}

/** A node holds one overlay per VXLAN id, so an id on two rules is trouble as soon as their VMs meet. */
export const ruleVxlanShared = groupRule({
  codes: ["rule-vxlan-shared"],
  table: vxlans,
  looksAtNetworks: "vxlan",
  isUnknown: lacks("vmVnics", "overlays"),
  judge(group, cloud) {
    const networks = cloud.networksOf("vxlan", group.key);
    const names = new Set(networks.flatMap(({ overlayRuleName }) => overlayRuleName ?? []));
    for (const { value } of group.shares) for (const name of value) names.add(name);
    if (names.size < 2) return judged([]);
    const ruleNames = [...names].toSorted();
    const shown = new Set<string>();
    const evidence = ruleNames.flatMap((name) => {
      const users = group.first(SHOWN_PER_RULE, (held) => held.includes(name));
      for (const { id } of users) shown.add(nodeKey(id));
      const used = users.map(({ node }) => useEvidence(node, name, group.key));
      const defined = networks
        .filter(({ overlayRuleName }) => overlayRuleName === name)
        .map((network) => ({
          sentence: `The network ${network.name} is defined on ${name}/${group.key}.`,
          observedAt: network.updatedAt,
        }));
      return [...used, ...defined].slice(0, SHOWN_PER_RULE);
    });
    return judged([
      finding("rule-vxlan-shared", {
        subject: { kind: "segment", key: `vxlan:${group.key}`, label: `VXLAN ${group.key}` },
        cause: `VXLAN ${group.key} is used on the overlay rules ${listed(ruleNames)}. A node can hold only one overlay of this id, so VMs of the two cannot run on one node.`,
        evidence: evidence.slice(0, EVIDENCE_MAX),
        touches: [
          ...ruleNames.map(ruleKey),
          ...shown,
          ...group.first(TOUCHED_LIMIT).map(({ id }) => nodeKey(id)),
        ],
      }),
    ]);
  },
});
