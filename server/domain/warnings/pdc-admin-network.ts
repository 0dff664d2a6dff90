import { type AdminProbe, type Placed, placedNodes, reachIslands } from "../checklist/admin-reach.ts";
import { formatCidr, parseCidr } from "../ipv4.ts";
import type { Evidence, Finding, Undecided } from "../warning.ts";
import {
  counted,
  finding,
  listed,
  nodeHref,
  nodeKey,
  pairKey,
  pdcKey,
  quoted,
  undecidedFor,
} from "./finding.ts";
import { groupBy, undecidedNodes, type WarningRule } from "./situation.ts";

/** Settled by probes, never by comparing subnets: routed admin networks are fine. */
export const pdcSameNameSeparateAdmin: WarningRule = {
  codes: ["pdc-same-name-separate-admin"],
  judge({ nodes }) {
    const { placed, unknown } = placedNodes(nodes);
    const undecided: Undecided[] = undecidedNodes(this.codes, unknown);
    const findings: Finding[] = [];
    for (const [pdcName, members] of groupBy(placed, ({ pdcName }) => pdcName)) {
      const { islands, cuts } = reachIslands(members);
      if (islands.length < 2) continue;
      if (cuts.length === 0) undecided.push(...undecidedFor(this.codes, [pdcKey(pdcName)]));
      else findings.push(separateAdmin(pdcName, islands, cuts));
    }
    return { findings, undecided };
  },
};

function separateAdmin(pdcName: string, islands: Placed[][], cuts: readonly AdminProbe[]): Finding {
  const torn = new Set(cuts.flatMap(({ from, to }) => [from, to]));
  const sides = islands
    .filter((island) => island.some((member) => torn.has(member)))
    .map((island) => listed(island.map(({ node }) => node.hostname)));
  return finding("pdc-same-name-separate-admin", {
    subject: { kind: "pdc", key: pdcKey(pdcName), label: quoted(pdcName) },
    cause: `All these nodes report the PDC name ${quoted(pdcName)}, but they do not reach each other on the admin network: ${sides.join(" | ")}. Plain VXLAN between them goes nowhere.`,
    evidence: cuts.map(({ from, to, observedAt }) => ({
      sentence: `${from.node.hostname} (${from.address}) got no answer from ${to.node.hostname} at its admin address ${to.address}.`,
      observedAt,
    })),
    touches: islands.flat().map(({ node }) => nodeKey(node.id)),
    href: cuts[0] ? nodeHref(cuts[0].from.node.id) : null,
  });
}

/** Equal subnets alone are only worth a look; an answer across PDCs is evidence. */
export const pdcDifferentNameSameAdmin: WarningRule = {
  codes: ["pdc-different-name-same-admin"],
  judge({ nodes }) {
    const { placed, unknown } = placedNodes(nodes);
    const withoutAddresses = placed.filter(({ node }) => !node.facts?.addresses).map(({ node }) => node);
    return {
      findings: [...sharedSubnets(placed), ...answersAcross(placed)],
      undecided: undecidedNodes(this.codes, [...unknown, ...withoutAddresses]),
    };
  },
};

function adminSubnet({ node, address }: Placed): string | null {
  const held = node.facts?.addresses?.value.find(({ ipv4Address }) => ipv4Address === address);
  const cidr = held ? parseCidr(`${held.ipv4Address}/${held.prefixLength}`) : null;
  return cidr && cidr.prefixLength < 31 ? formatCidr(cidr) : null;
}

function sharedSubnets(placed: readonly Placed[]): Finding[] {
  return [...groupBy(placed, adminSubnet)].flatMap(([subnet, members]) => {
    const byPdc = groupBy(members, ({ pdcName }) => pdcName);
    if (subnet === null || byPdc.size < 2) return [];
    const names = listed([...byPdc.keys()].map(quoted));
    return finding("pdc-different-name-same-admin", {
      subject: { kind: "subnet", key: `subnet:${subnet}`, label: subnet },
      cause: `Nodes of ${names} have admin addresses in ${subnet}. If it is the same network, they are one place and encrypt without need; if these are separate networks with the same private addresses, nothing is wrong.`,
      evidence: [...byPdc].map(([name, group]) => subnetEvidence(name, group, subnet)),
      touches: [...[...byPdc.keys()].map(pdcKey), ...members.map(({ node }) => nodeKey(node.id))],
    });
  });
}

function subnetEvidence(pdcName: string, group: readonly Placed[], subnet: string): Evidence {
  return {
    sentence: `${quoted(pdcName)}: ${counted(group.length, "node")} in ${subnet}, among them ${group[0]?.node.hostname} with ${group[0]?.address}.`,
    observedAt: group[0]?.node.facts?.addresses?.observedAt ?? new Date(0),
  };
}

/** An address that two nodes have proves nothing about either. */
function answersAcross(placed: readonly Placed[]): Finding[] {
  const byAddress = groupBy(placed, ({ address }) => address);
  const answers = placed.flatMap((from) => {
    const probes = from.node.facts?.probes;
    return (probes?.value ?? []).flatMap(({ targetAddress, isAnswered }) => {
      const [to, another] = byAddress.get(targetAddress) ?? [];
      if (!isAnswered || !probes || !to || another || to.pdcName === from.pdcName) return [];
      return { from, to, observedAt: probes.observedAt };
    });
  });
  return [...groupBy(answers, ({ from, to }) => pairKey("pdcs", [from.pdcName, to.pdcName]))].flatMap(
    ([key, group]) => {
      const names = [...new Set(group.flatMap(({ from, to }) => [from.pdcName, to.pdcName]))].toSorted();
      return finding("pdc-different-name-same-admin", {
        severity: "warning",
        subject: { kind: "pdc-pair", key, label: names.map(quoted).join(" and ") },
        cause: `Nodes of ${names.map(quoted).join(" and ")} reach each other on the admin network, yet encrypt to each other over the external one because their PDC names differ.`,
        evidence: group.map(({ from, to, observedAt }) => ({
          sentence: `${from.node.hostname} got an answer from ${to.node.hostname} at its admin address ${to.address}.`,
          observedAt,
        })),
        touches: [
          ...names.map(pdcKey),
          ...group.flatMap(({ from, to }) => [nodeKey(from.node.id), nodeKey(to.node.id)]),
        ],
      });
    },
  );
}
