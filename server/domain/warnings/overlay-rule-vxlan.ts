import { EVIDENCE_MAX, finding, judged, listed, nodeKey, ruleKey, TOUCHED_LIMIT } from "./finding.ts";
import { groupRule, lacks } from "./model/rule.ts";
import type { Table } from "./model/table.ts";

/** Of one VXLAN id on one node: by overlay rule, one VM and one live overlay. */
type Use = { overlayRuleName: string; vmAlias: string | null; overlayName: string | null };

const SHOWN_PER_RULE = 5;

const vxlans: Table<readonly Use[]> = {
  name: "vxlans",
  scan({ facts }) {
    const byId = new Map<number, Map<string, Use>>();
    const useOf = (vxlanId: number | null, overlayRuleName: string | null): Use | null => {
      if (vxlanId === null || overlayRuleName === null) return null;
      const byRule = byId.get(vxlanId) ?? new Map<string, Use>();
      byId.set(vxlanId, byRule);
      const use = byRule.get(overlayRuleName) ?? { overlayRuleName, vmAlias: null, overlayName: null };
      byRule.set(overlayRuleName, use);
      return use;
    };
    for (const { vxlanId, overlayRuleName, vmAlias } of facts?.vmVnics?.value ?? []) {
      const use = useOf(vxlanId, overlayRuleName);
      if (use) use.vmAlias ??= vmAlias;
    }
    for (const { vxlanId, overlayRuleName, name } of facts?.overlays?.value ?? []) {
      const use = useOf(vxlanId, overlayRuleName);
      if (use) use.overlayName ??= name;
    }
    return [...byId].map(([vxlanId, byRule]) => {
      const value = [...byRule.values()];
      return { key: String(vxlanId), text: JSON.stringify(value), value };
    });
  },
};

/** A node holds one overlay per VXLAN id, so an id on two rules is trouble as soon as their VMs meet. */
export const ruleVxlanShared = groupRule({
  codes: ["rule-vxlan-shared"],
  table: vxlans,
  looksAtNetworks: "vxlan",
  isUnknown: lacks("vmVnics", "overlays"),
  judge(group, cloud) {
    const networks = cloud.networksOf("vxlan", group.key);
    const names = new Set(networks.flatMap(({ overlayRuleName }) => overlayRuleName ?? []));
    for (const { value } of group.shares) for (const { overlayRuleName } of value) names.add(overlayRuleName);
    if (names.size < 2) return judged([]);
    const ruleNames = [...names].toSorted();
    const evidence = ruleNames.flatMap((name) => {
      const used = group
        .items(SHOWN_PER_RULE, (uses) => uses.some(({ overlayRuleName }) => overlayRuleName === name))
        .flatMap(({ member: { node }, value }) => {
          const use = value.find(({ overlayRuleName }) => overlayRuleName === name);
          const { vmVnics, overlays } = node.facts ?? {};
          const ofVm = use?.vmAlias !== null && use?.vmAlias !== undefined && vmVnics;
          if (ofVm) {
            const sentence = `${node.hostname}: the VM ${use.vmAlias} uses ${name}/${group.key}.`;
            return [{ sentence, observedAt: ofVm.observedAt }];
          }
          const sentence = `${node.hostname}: the overlay ${use?.overlayName} is live.`;
          return [{ sentence, observedAt: overlays?.observedAt ?? new Date(0) }];
        });
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
        touches: [...ruleNames.map(ruleKey), ...group.first(TOUCHED_LIMIT).map(({ id }) => nodeKey(id))],
      }),
    ]);
  },
});
