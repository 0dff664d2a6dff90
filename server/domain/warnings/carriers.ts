import type { EspTransform } from "../esp.ts";
import { espTransformOfPolicy } from "../esp.ts";
import type { NodeFacts, OverlayRule } from "../facts.ts";
import { adminInterface, externalInterface, type Node } from "../node.ts";
import { nodeKey, TOUCHED_LIMIT } from "./finding.ts";
import type { Group, Share } from "./model/group.ts";
import type { Contribution, Table } from "./model/table.ts";

/** A rule as a node holds it, with what limits the frames it sends for the rule. */
export type Carrier = {
  rule: OverlayRule;
  /** null: not read. */
  pdcName: string | null;
  adminMtuBytes: number | null;
  externalMtuBytes: number | null;
  transforms: readonly EspTransform[];
  /** Largest of the rule and its live overlays. */
  wantedMtuBytes: number;
};

export type CarrierGroup = Group<Carrier>;

/** Nodes by the overlay rules they hold. */
export const carriers: Table<Carrier> = {
  name: "carriers",
  scan({ facts }) {
    if (!facts?.overlayRules) return [];
    const own = ownLimits(facts);
    const liveMtuBytes = new Map<string, number>();
    for (const { overlayRuleName, mtuBytes } of facts.overlays?.value ?? []) {
      if (overlayRuleName === null) continue;
      liveMtuBytes.set(overlayRuleName, Math.max(liveMtuBytes.get(overlayRuleName) ?? 0, mtuBytes ?? 0));
    }
    const byName = new Map<string, Contribution<Carrier>>();
    for (const rule of facts.overlayRules.value) {
      const wantedMtuBytes = Math.max(rule.mtuBytes, liveMtuBytes.get(rule.name) ?? 0);
      const text = `${JSON.stringify(rule)} ${wantedMtuBytes} ${own.text}`;
      const value = { rule, wantedMtuBytes, ...own.value };
      if (!byName.has(rule.name)) byName.set(rule.name, { key: rule.name, text, value });
    }
    return [...byName.values()];
  },
};

function ownLimits(facts: NodeFacts) {
  const transforms = transformsOf(facts);
  const value = {
    pdcName: facts.identity?.value.pdcName ?? null,
    adminMtuBytes: adminInterface(facts)?.mtuBytes ?? null,
    externalMtuBytes: externalInterface(facts)?.mtuBytes ?? null,
    transforms,
  };
  const { pdcName, adminMtuBytes, externalMtuBytes } = value;
  const text = JSON.stringify([pdcName, adminMtuBytes, externalMtuBytes, transforms.map(({ name }) => name)]);
  return { value, text };
}

/** One of each name. */
function transformsOf({ ipsec }: NodeFacts): EspTransform[] {
  const algorithms = new Map(
    (ipsec?.value.policyRules ?? [])
      .filter(({ action, protocol }) => action === "ipsec" && (protocol === null || protocol === "udp"))
      .map(({ encryptionAlgorithm, authenticationAlgorithm }) => [
        `${encryptionAlgorithm} ${authenticationAlgorithm}`,
        { encryptionAlgorithm, authenticationAlgorithm },
      ]),
  );
  const transforms = [...algorithms.values()]
    .map((rule) => espTransformOfPolicy(rule.encryptionAlgorithm, rule.authenticationAlgorithm))
    .filter((transform) => transform !== null);
  const byName = new Map(transforms.map((transform) => [transform.name, transform]));
  return [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Rules some of whose frames carry a VLAN tag inside. */
export const innerVlans: Table<true> = {
  name: "inner-vlans",
  reads: ["overlays", "hostVnics", "vmVnics"],
  concerns: [carriers],
  scan({ facts }) {
    const ruleByOverlay = new Map(
      facts?.overlays?.value.map(({ name, overlayRuleName }) => [name, overlayRuleName]),
    );
    const names = new Set<string>();
    for (const { over, vlanId } of facts?.hostVnics?.value ?? []) {
      if (vlanId > 0) names.add(ruleByOverlay.get(over) ?? "");
    }
    for (const { overlayRuleName, vlanId } of facts?.vmVnics?.value ?? [])
      if (vlanId > 0) names.add(overlayRuleName ?? "");
    return [...names].filter((name) => name !== "").map((key) => ({ key, text: "", value: true }));
  },
};

export function rulesObservedAt({ facts }: Node): Date {
  return facts?.overlayRules?.observedAt ?? new Date(0);
}

/** All nodes that hold the rule, as many as a finding names. */
export function carrierKeys(group: CarrierGroup, accepts?: (carrier: Carrier) => boolean): string[] {
  return group.first(TOUCHED_LIMIT, accepts).map(({ id }) => nodeKey(id));
}

/** Shares that say the same of the rule in one respect, the largest first. */
export function sharesBy(
  group: CarrierGroup,
  of: (carrier: Carrier) => string,
): { value: string; count: number; shares: Share<Carrier>[] }[] {
  const byValue = Map.groupBy(group.shares, ({ value }) => of(value));
  return [...byValue]
    .map(([value, shares]) => ({
      value,
      shares,
      count: shares.reduce((sum, { members }) => sum + members.size, 0),
    }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
