import type { NodeFacts } from "./facts.ts";
import type { Node } from "./node.ts";
import { nameSimilarity } from "./warnings/similar-names.ts";

export type Remark = { severity: "critical" | "warning" | "info"; sentence: string };

/** What an unconfirmed node says it is, and what an operator should know before its key is confirmed. */
export type Introduction = {
  hostname: string;
  nodeUuid: string;
  pdcName: string;
  vmCount: number;
  overlayRuleNames: string[];
  remarks: Remark[];
};

/** Nobody knows yet whether any of it is true. `others`: the nodes whose words count. */
export function introductionOf(facts: NodeFacts, others: readonly Node[]): Introduction | null {
  const identity = facts.identity?.value;
  if (!identity) return null;
  const { hostname, nodeUuid, pdcName } = identity;
  return {
    ...{ hostname, nodeUuid, pdcName },
    vmCount: new Set(facts.vmVnics?.value.map(({ vmUuid }) => vmUuid)).size,
    overlayRuleNames: [...new Set(facts.overlayRules?.value.map(({ name }) => name))].toSorted(),
    remarks: [...twinRemarks(identity, others), ...pdcRemarks(pdcName, others)],
  };
}

function twinRemarks(
  { hostname, nodeUuid }: { hostname: string; nodeUuid: string },
  others: readonly Node[],
): Remark[] {
  const sameUuid = others.filter(({ facts }) => facts?.identity?.value.nodeUuid === nodeUuid);
  const sameName = others.filter((other) => other.hostname === hostname && !sameUuid.includes(other));
  return [
    ...sameUuid.map((other): Remark => ({
      severity: "critical",
      sentence: `${other.hostname} is already known as ${nodeUuid}. Two nodes cannot share one UUID: this is that node at another address, or something that claims to be it.`,
    })),
    ...(sameName.length > 0
      ? [
          {
            severity: "warning" as const,
            sentence: `${counted(sameName.length, "other node")} already ${sameName.length === 1 ? "has" : "have"} the host name “${hostname}”. Pre-shared keys are looked up by name, so two nodes of one name cannot both have theirs.`,
          },
        ]
      : []),
  ];
}

function pdcRemarks(pdcName: string, others: readonly Node[]): Remark[] {
  if (pdcName.trim() === "")
    return [
      {
        severity: "critical",
        sentence:
          "It has no PDC name, so nobody could tell which nodes it shares an admin network with; its links would be unknown.",
      },
    ];
  const countByName = new Map<string, number>();
  for (const { facts } of others) {
    const name = facts?.identity?.value.pdcName ?? "";
    if (name.trim() !== "") countByName.set(name, (countByName.get(name) ?? 0) + 1);
  }
  const here = countByName.get(pdcName) ?? 0;
  const looksLike = [...countByName].flatMap(([name, count]): Remark[] => {
    const similarity = nameSimilarity(pdcName, name);
    if (!similarity) return [];
    const encrypting = here + 1;
    return [
      {
        severity: "warning",
        sentence: `“${pdcName}” looks like “${name}”: ${counted(encrypting, "node")} would encrypt to ${counted(count, "neighbour")}. The two names ${similarity}. If it is one place, rename this node first.`,
      },
    ];
  });
  if (here > 0)
    return [
      {
        severity: "info",
        sentence: `It would join the PDC “${pdcName}” with ${counted(here, "node")}, over the admin network.`,
      },
      ...looksLike,
    ];
  return [
    {
      severity: "info",
      sentence: `No other node names the PDC “${pdcName}”: it would be a new place, reached through IPsec.`,
    },
    ...looksLike,
  ];
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
