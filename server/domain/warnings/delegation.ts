import { ADMINOVERLAY_VXLAN_ID } from "../delegation.ts";
import { networksOutside } from "../delegation-conflicts.ts";
import { type DelegationOverlap, tagVlanOverlaps, vxlanOverlaps } from "../delegation-overlaps.ts";
import { type DelegatedPool, delegatedPools, isNearlyUsedUp } from "../delegation-pools.ts";
import { formatIdRanges } from "../id-range.ts";
import type { Evidence, Finding } from "../warning.ts";
import {
  counted,
  finding,
  judged,
  listed,
  networkKey,
  nodeKey,
  pairKey,
  quoted,
  ruleKey,
  TOUCHED_LIMIT,
  vdcKey,
} from "./finding.ts";
import { type DelegationsRule, groupRule, lacks, type VdcRule } from "./model/rule.ts";
import type { Table } from "./model/table.ts";
import type { NetworkFacts, VdcDelegation } from "./situation.ts";

const POOL_NOUNS: Record<DelegatedPool["kind"], string> = {
  networks: "network",
  vxlan: "VXLAN id",
  "shared-vlan": "VLAN",
  "tag-vlan": "VLAN",
};
/** Ids of one kind are one subject: which rules they are for may change, and it stays the same finding. */
const SUBJECTS = [
  { name: "networks", kinds: ["networks"] },
  { name: "VXLAN ids", kinds: ["vxlan"] },
  { name: "VLANs", kinds: ["shared-vlan", "tag-vlan"] },
] as const;

const LISTED_MAX = 5;

const delegationHref = (vdcId: string): string => `/vdcs/${vdcId}/delegation`;

function placeOf({ kind, carrierNames, vxlanIds }: DelegatedPool): string {
  if (kind === "networks") return "";
  const inside = kind === "shared-vlan" ? ` inside VXLAN ${formatIdRanges(vxlanIds)}` : "";
  return `${inside} on ${listed(carrierNames)}`;
}

function useOf(pool: DelegatedPool): string {
  const { kind, taken, capacity, restingCount } = pool;
  const rest = restingCount > 0 ? `; ${restingCount} of them ${restingCount === 1 ? "rests" : "rest"}` : "";
  return `${taken} of ${counted(capacity, POOL_NOUNS[kind])}${placeOf(pool)} ${taken === 1 ? "is" : "are"} taken${rest}.`;
}

function tightest(pools: readonly DelegatedPool[]): DelegatedPool | undefined {
  return pools.toSorted((a, b) => b.taken / b.capacity - a.taken / a.capacity)[0];
}

/** Told to the vDC's own people: nothing in it is about others. */
export const delegationNearlyExhausted: VdcRule = {
  codes: ["delegation-nearly-exhausted"],
  per: "vdc",
  judge(vdc, cloud) {
    const networks = cloud.networksOf("vdc", vdc.vdcId);
    const restingVxlanIds = cloud.vdcs.restingVxlanIds(cloud.now);
    const pools = delegatedPools(vdc.delegation, cloud.vdcs.overlayRules, {
      segments: networks,
      restingVxlanIds,
    }).filter(isNearlyUsedUp);
    const observedAt = newest([vdc, ...networks]);
    return SUBJECTS.flatMap(({ name, kinds }) => {
      const scarce = pools.filter(({ kind }) => kinds.some((each) => each === kind));
      const worst = tightest(scarce);
      return worst ? exhausted(vdc, { name, worst, scarce, observedAt }) : [];
    });
  },
};

function newest(written: readonly { updatedAt: Date }[]): Date {
  return written.reduce((latest, { updatedAt }) => (updatedAt > latest ? updatedAt : latest), new Date(0));
}

type Scarce = { name: string; worst: DelegatedPool; scarce: readonly DelegatedPool[]; observedAt: Date };

function exhausted({ vdcId, vdcName }: VdcDelegation, { name, worst, scarce, observedAt }: Scarce): Finding {
  const left = Math.max(0, worst.capacity - worst.taken);
  const noun = POOL_NOUNS[worst.kind];
  const rest = left === 0 ? `has no ${noun} left` : `has only ${counted(left, noun)} left`;
  return finding("delegation-nearly-exhausted", {
    severity: left === 0 ? "warning" : "info",
    subject: { kind: "vdc", key: `${vdcKey(vdcId)}:${name}`, label: `${name} of ${vdcName}` },
    cause: `The vDC ${quoted(vdcName)} ${rest}${placeOf(worst)}, of ${worst.capacity} that it may have.`,
    evidence: scarce.map((pool) => ({ sentence: useOf(pool), observedAt })),
    touches: [vdcKey(vdcId), ...scarce.flatMap(({ carrierNames }) => carrierNames.map(ruleKey))],
    vdcId,
    href: delegationHref(vdcId),
  });
}

/** Told to the vDC's own people: whether somebody else was given the ids since is not in it. */
export const delegationNetworkOutside: VdcRule = {
  codes: ["delegation-network-outside"],
  per: "vdc",
  judge: (vdc, cloud) =>
    networksOutside(vdc.delegation, cloud.networksOf("vdc", vdc.vdcId), cloud.vdcs.overlayRules)
      // The system's own is delegated to nobody.
      .filter(({ vxlanId }) => vxlanId !== ADMINOVERLAY_VXLAN_ID)
      .map((network) => outside(vdc, network)),
};

function segmentWords({ overlayRuleName, nicTagName, vxlanId, vlanId }: NetworkFacts): string {
  const vxlan = vxlanId === null ? "" : `VXLAN ${vxlanId}, `;
  return `${vxlan}VLAN ${vlanId} on ${overlayRuleName ?? nicTagName}`;
}

function outside({ vdcId, vdcName, updatedAt }: VdcDelegation, network: NetworkFacts): Finding {
  const segment = segmentWords(network);
  return finding("delegation-network-outside", {
    subject: { kind: "network", key: networkKey(network.id), label: network.name },
    cause: `The network ${quoted(network.name)} uses ${segment}, which is not, or no longer, delegated to its vDC ${quoted(vdcName)}. It works as before, but no other network can be defined there.`,
    evidence: [
      { sentence: `The network is on ${segment}.`, observedAt: network.updatedAt },
      { sentence: `What ${quoted(vdcName)} was delegated does not hold it.`, observedAt: updatedAt },
    ],
    touches: [vdcKey(vdcId), ...(network.overlayRuleName === null ? [] : [ruleKey(network.overlayRuleName)])],
    vdcId,
    href: `/vdcs/${vdcId}/networks/${network.id}`,
  });
}

/** For operators alone: that somebody else has the same ids is none of a vDC's business. */
export const delegationOverlapping: DelegationsRule = {
  codes: ["delegation-overlapping"],
  per: "delegations",
  judge({ vdcs: { all } }) {
    const tagNames = all.flatMap(({ delegation }) =>
      delegation.vlanDelegations.flatMap(({ nicTagName }) => nicTagName ?? []),
    );
    const overlaps = [
      ...vxlanOverlaps(all),
      ...[...new Set(tagNames)].flatMap((name) => tagVlanOverlaps(all, new Set([name]))),
    ];
    return byPair(overlaps).map(({ vdcs, whats }) =>
      overlapping(vdcs, {
        kind: "vdcs",
        cause: `have both been delegated ${listed(whats)}, and do not share it: each may make networks there that the other's VMs are on`,
        evidence: whats.map((what) => ({ sentence: `Both have ${what}.`, observedAt: newest(vdcs) })),
      }),
    );
  },
};

type Pair = readonly [VdcDelegation, VdcDelegation];

function byPair(overlaps: readonly DelegationOverlap<VdcDelegation>[]): { vdcs: Pair; whats: string[] }[] {
  const groups = Map.groupBy(overlaps, ({ vdcs: [a, b] }) => `${a.vdcId} ${b.vdcId}`);
  return [...groups.values()].flatMap((group) => {
    const vdcs = group[0]?.vdcs;
    return vdcs ? [{ vdcs, whats: [...new Set(group.map(({ what }) => what))] }] : [];
  });
}

type Overlapping = { kind: string; cause: string; evidence: Evidence[]; touches?: string[] };

function overlapping(vdcs: Pair, { kind, cause, evidence, touches = [] }: Overlapping): Finding {
  const named = vdcs.toSorted((a, b) => (a.vdcName < b.vdcName ? -1 : 1));
  const label = named.map(({ vdcName }) => quoted(vdcName)).join(" and ");
  const ids = vdcs.map(({ vdcId }) => vdcId);
  return finding("delegation-overlapping", {
    subject: { kind: "vdc-pair", key: pairKey(kind, [ids[0] ?? "", ids[1] ?? ""]), label },
    cause: `The vDCs ${label} ${cause}.`,
    evidence,
    touches: [...ids.map(vdcKey), ...touches],
    href: named[0] ? delegationHref(named[0].vdcId) : null,
  });
}

/** Nodes by the sets of NIC tags that one NIC has. */
const tagsOfNic: Table<readonly string[]> = {
  name: "tags-of-nic",
  scan({ facts }) {
    const onNics = (facts?.nicTags?.value ?? []).filter(
      ({ type, link }) => link !== null && (type === "normal" || type === "aggr"),
    );
    const sets = new Map<string, string[]>();
    for (const [link, tags] of Map.groupBy(onNics, (tag) => tag.link)) {
      const names = [...new Set(tags.map(({ name }) => name))].toSorted();
      const key = JSON.stringify(names);
      if (names.length > 1 && link !== null) sets.set(key, [...(sets.get(key) ?? []), link]);
    }
    return [...sets].map(([key, links]) => ({ key, text: links.join(), value: links }));
  },
};

/** Two NIC tags of one NIC are the same wire: a VLAN of one is that VLAN of the other. */
export const delegationOverlappingOnNic = groupRule({
  codes: ["delegation-overlapping"],
  table: tagsOfNic,
  looksAtDelegations: true,
  isUnknown: lacks("nicTags"),
  judge(group, { vdcs: { all } }) {
    if (group.size === 0) return judged([]);
    // The key is made of names by the table above.
    const names = JSON.parse(group.key) as string[];
    const overlaps = tagVlanOverlaps(all, new Set(names)).filter(({ nicTagNames }) => nicTagNames.length > 1);
    const holders = group.items(LISTED_MAX);
    return judged(
      byPair(overlaps).map(({ vdcs, whats }) =>
        overlapping(vdcs, {
          kind: "vdcs-on-nic",
          cause: `have been delegated ${listed(whats)}. These NIC tags are on one NIC of ${counted(group.size, "node")}, so it is the same VLAN and each is on the other's networks`,
          evidence: holders.map(({ member: { node }, value }) => ({
            sentence: `${node.hostname} has ${listed(names)} on ${listed(value)}.`,
            observedAt: node.facts?.nicTags?.observedAt ?? new Date(0),
          })),
          touches: group.first(TOUCHED_LIMIT).map(({ id }) => nodeKey(id)),
        }),
      ),
    );
  },
});
