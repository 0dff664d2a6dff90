import type { HostVnic, NodeFacts, Overlay, OverlayRule, VmVnic } from "./facts.ts";

export type OverlayBranch = {
  /** e.g. `customers123`. */
  name: string;
  vxlanId: number;
  /** null: VMs want it, but it does not run. */
  live: Overlay | null;
  hostVnics: HostVnic[];
  vmVnics: VmVnic[];
};

export type RuleBranch = {
  /** null: overlays whose name belongs to no rule the node knows. */
  ruleName: string | null;
  /** null: named by overlays or vNICs, but not among the node's rules. */
  rule: OverlayRule | null;
  overlays: OverlayBranch[];
};

type Wanted = { ruleName: string | null; name: string; vxlanId: number; live: Overlay | null };

function overlayNameOf({ overlayRuleName, vxlanId }: VmVnic): string | null {
  return overlayRuleName === null || vxlanId === null ? null : `${overlayRuleName}${vxlanId}`;
}

/** Live overlays and those that VM NICs name although they do not run; one a VXLAN id and rule. */
function wantedOverlays(facts: NodeFacts): Wanted[] {
  const live = (facts.overlays?.value ?? []).map((overlay) => ({
    ruleName: overlay.overlayRuleName,
    name: overlay.name,
    vxlanId: overlay.vxlanId,
    live: overlay,
  }));
  const byName = new Map<string, Wanted>(live.map((wanted) => [wanted.name, wanted]));
  for (const vnic of facts.vmVnics?.value ?? []) {
    const name = overlayNameOf(vnic);
    if (name === null || vnic.vxlanId === null || byName.has(name)) continue;
    byName.set(name, { ruleName: vnic.overlayRuleName, name, vxlanId: vnic.vxlanId, live: null });
  }
  return [...byName.values()].toSorted((a, b) => a.vxlanId - b.vxlanId);
}

function branchOf({ name, vxlanId, live }: Wanted, facts: NodeFacts): OverlayBranch {
  return {
    name,
    vxlanId,
    live,
    hostVnics: (facts.hostVnics?.value ?? []).filter(({ over }) => over === name),
    vmVnics: (facts.vmVnics?.value ?? []).filter((vnic) => overlayNameOf(vnic) === name),
  };
}

/** Overlay rule → overlay → vNIC, as one node has them; rules by name, overlays by VXLAN id. */
export function overlayTree(facts: NodeFacts): RuleBranch[] {
  const ruleByName = new Map((facts.overlayRules?.value ?? []).map((rule) => [rule.name, rule]));
  const wanted = wantedOverlays(facts);
  const names = new Set<string | null>([...ruleByName.keys(), ...wanted.map(({ ruleName }) => ruleName)]);
  return [...names]
    .toSorted((a, b) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1))
    .map((ruleName) => ({
      ruleName,
      rule: ruleName === null ? null : (ruleByName.get(ruleName) ?? null),
      overlays: wanted.filter((each) => each.ruleName === ruleName).map((each) => branchOf(each, facts)),
    }));
}
