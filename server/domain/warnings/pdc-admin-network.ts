import { type AdminReach, placedNodes, reachIslands } from "../checklist/admin-reach.ts";
import type { Probe } from "../facts.ts";
import { formatCidr, parseCidr } from "../ipv4.ts";
import { adminAddress, type Node } from "../node.ts";
import type { Finding } from "../warning.ts";
import {
  counted,
  EVIDENCE_MAX,
  finding,
  judged,
  listed,
  nodeHref,
  nodeKey,
  pairKey,
  pdcKey,
  quoted,
  TOUCHED_LIMIT,
  undecidedFor,
} from "./finding.ts";
import type { Group } from "./model/group.ts";
import { groupRule } from "./model/rule.ts";
import type { Contribution, Table } from "./model/table.ts";

const ISLANDS_TOLD_MAX = 4;

const pdcNameOf = ({ facts }: Node): string => facts?.identity?.value.pdcName ?? "";

/** Its PDC name and admin address are not both known. */
function isUnplaced({ facts }: Node): boolean {
  return !facts?.identity || adminAddress(facts) === null;
}

type Reach = { address: string; ended: string | undefined; probes: readonly Probe[] };

/** Nodes by PDC name, with all that tells whom they reach on the admin network. */
const reaches: Table<Reach> = {
  name: "reaches",
  scan(node) {
    const [placed] = placedNodes([node]).placed;
    if (!placed) return [];
    const { lastRefresh } = node;
    const ended = lastRefresh?.outcome === "failed" ? lastRefresh.cause : lastRefresh?.outcome;
    const value = { address: placed.address, ended, probes: node.facts?.probes?.value ?? [] };
    return [{ key: placed.pdcName, value }];
  },
  isSame: (a, b) => a.address === b.address && a.ended === b.ended && areProbesSame(a.probes, b.probes),
  isQuiet: () => true,
};

function areProbesSame(a: readonly Probe[], b: readonly Probe[]): boolean {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every(
      ({ targetAddress, isAnswered }, position) =>
        targetAddress === b[position]?.targetAddress && isAnswered === b[position].isAnswered,
    )
  );
}

/** Settled by probes, never by comparing subnets: routed admin networks are fine. */
export const pdcSameNameSeparateAdmin = groupRule({
  codes: ["pdc-same-name-separate-admin"],
  table: reaches,
  isUnknown: isUnplaced,
  judge(group) {
    if (group.size < 2) return judged([]);
    const nodes = group.items().map(({ member }) => member.node);
    const { islands, cuts } = reachIslands(placedNodes(nodes).placed);
    if (islands.length < 2) return judged([]);
    if (cuts.length > 0) return judged([separateAdmin(group.key, { islands, cuts })]);
    return { findings: [], undecided: undecidedFor(["pdc-same-name-separate-admin"], [pdcKey(group.key)]) };
  },
});

function separateAdmin(pdcName: string, { islands, cuts }: Omit<AdminReach, "answerByMember">): Finding {
  const torn = new Set(cuts.flatMap(({ from, to }) => [from, to]));
  const apart = islands.filter((island) => island.some((member) => torn.has(member)));
  const sides = apart
    .slice(0, ISLANDS_TOLD_MAX)
    .map((island) => listed(island.map(({ node }) => node.hostname)));
  const more = apart.length > sides.length ? ` | ${counted(apart.length - sides.length, "other group")}` : "";
  return finding("pdc-same-name-separate-admin", {
    subject: { kind: "pdc", key: pdcKey(pdcName), label: quoted(pdcName) },
    cause: `All these nodes report the PDC name ${quoted(pdcName)}, but they do not reach each other on the admin network: ${sides.join(" | ")}${more}. Plain VXLAN between them goes nowhere.`,
    evidence: cuts.slice(0, EVIDENCE_MAX).map(({ from, to, observedAt }) => ({
      sentence: `${from.node.hostname} (${from.address}) got no answer from ${to.node.hostname} at its admin address ${to.address}.`,
      observedAt,
    })),
    evidenceCount: cuts.length,
    touches: islands.flat().map(({ node }) => nodeKey(node.id)),
    href: cuts[0] ? nodeHref(cuts[0].from.node.id) : null,
  });
}

/** Nodes by the subnet of their admin address. */
const adminSubnets: Table<{ pdcName: string; address: string }> = {
  name: "admin-subnets",
  scan(node) {
    const address = node.facts && adminAddress(node.facts);
    const pdcName = pdcNameOf(node);
    const held = node.facts?.addresses?.value.find(({ ipv4Address }) => ipv4Address === address);
    const cidr = held ? parseCidr(`${held.ipv4Address}/${held.prefixLength}`) : null;
    if (!address || pdcName.trim() === "" || !cidr || cidr.prefixLength >= 31) return [];
    return [{ key: formatCidr(cidr), text: `${address} ${pdcName}`, value: { pdcName, address } }];
  },
  isQuiet: () => true,
};

/** Equal subnets alone are only worth a look. */
export const pdcDifferentNameSameSubnet = groupRule({
  codes: ["pdc-different-name-same-admin"],
  table: adminSubnets,
  isUnknown: (node) => isUnplaced(node) || !node.facts?.addresses,
  judge(group) {
    const subnet = group.key;
    const names = [...new Set(group.shares.map(({ value }) => value.pdcName))].toSorted();
    if (names.length < 2) return judged([]);
    return judged([
      finding("pdc-different-name-same-admin", {
        subject: { kind: "subnet", key: `subnet:${subnet}`, label: subnet },
        cause: `Nodes of ${listed(names.map(quoted))} have admin addresses in ${subnet}. If it is the same network, they are one place and encrypt without need; if these are separate networks with the same private addresses, nothing is wrong.`,
        evidence: names.slice(0, EVIDENCE_MAX).map((name) => {
          const isHere = ({ pdcName }: { pdcName: string }) => pdcName === name;
          const [first] = group.items(1, isHere);
          return {
            sentence: `${quoted(name)}: ${counted(group.count(isHere), "node")} in ${subnet}, among them ${first?.member.node.hostname} with ${first?.value.address}.`,
            observedAt: first?.member.node.facts?.addresses?.observedAt ?? new Date(0),
          };
        }),
        evidenceCount: names.length,
        touches: [...names.map(pdcKey), ...group.first(TOUCHED_LIMIT).map(({ id }) => nodeKey(id))],
      }),
    ]);
  },
});

/** Nodes by their admin address, with the PDC they are in. */
export const adminAddresses: Table<string> = {
  name: "admin-addresses",
  reads: ["identity", "nics", "hostVnics"],
  scan(node) {
    const key = node.facts && adminAddress(node.facts);
    const value = pdcNameOf(node);
    return key && value.trim() !== "" ? [{ key, text: value, value }] : [];
  },
};

type Crossing = {
  names: [string, string];
  targets: readonly { address: string; hostname: string; id: string }[];
};

/** Nodes by pair of PDCs, if one in the other PDC answered them. An address that two nodes have proves nothing about either. */
export const crossings: Table<Crossing> = {
  name: "crossings",
  reads: ["identity", "nics", "hostVnics", "probes"],
  looksUp: {
    table: adminAddresses,
    sees: ({ facts }, keys) =>
      facts?.probes?.value.some(({ targetAddress, isAnswered }) => isAnswered && keys.has(targetAddress)) ??
      false,
  },
  scan(node, cloud) {
    const pdcName = pdcNameOf(node);
    const own = node.facts && adminAddress(node.facts);
    if (!own || pdcName.trim() === "") return [];
    const byPair = new Map<string, Contribution<Crossing>>();
    for (const address of answeredAddresses(node)) {
      const holders = cloud.group(adminAddresses, address);
      const [to, toName] = [holders?.onlyMember, holders?.onlyValue()];
      if (!to || toName === undefined || toName === pdcName) continue;
      const names: [string, string] = pdcName < toName ? [pdcName, toName] : [toName, pdcName];
      const key = pairKey("pdcs", names);
      const target = { address, hostname: to.node.hostname, id: to.id };
      const targets = [...(byPair.get(key)?.value.targets ?? []), target];
      byPair.set(key, { key, text: JSON.stringify(targets), value: { names, targets } });
    }
    return [...byPair.values()];
  },
};

function* answeredAddresses({ facts }: Node): Generator<string> {
  for (const { targetAddress, isAnswered } of facts?.probes?.value ?? []) if (isAnswered) yield targetAddress;
}

/** An answer across PDCs is evidence. */
export const pdcDifferentNameSameAdmin = groupRule({
  codes: ["pdc-different-name-same-admin"],
  table: crossings,
  isUnknown: (node) => isUnplaced(node) || !node.facts?.probes,
  judge: (group) => judged(group.size > 0 ? [answersAcross(group)] : []),
});

function answersAcross(group: Group<Crossing>): Finding {
  const names = group.shares[0]?.value.names ?? ["", ""];
  const answers = group
    .items(TOUCHED_LIMIT)
    .flatMap(({ member, value }) => value.targets.map((to) => ({ from: member, to })));
  const both = names.map(quoted).join(" and ");
  return finding("pdc-different-name-same-admin", {
    severity: "warning",
    subject: { kind: "pdc-pair", key: group.key, label: both },
    cause: `Nodes of ${both} reach each other on the admin network, yet encrypt to each other over the external one because their PDC names differ.`,
    evidence: answers.map(({ from, to }) => ({
      sentence: `${from.node.hostname} got an answer from ${to.hostname} at its admin address ${to.address}.`,
      observedAt: from.node.facts?.probes?.observedAt ?? new Date(0),
    })),
    touches: [...names.map(pdcKey), ...answers.flatMap(({ from, to }) => [nodeKey(from.id), nodeKey(to.id)])],
  });
}
