import type { NicTagType } from "../facts.ts";
import type { Finding } from "../warning.ts";
import { counted, finding, listed, nodeHref, nodeKey } from "./finding.ts";
import { groupBy, type NodePart, undecidedNodes, type WarningRule, withPart } from "./situation.ts";

type Tagged = { node: NodePart<"nicTags">["node"]; type: NicTagType; observedAt: Date };

/** A NIC and an aggregation carry the same networks. */
function kindOf(type: NicTagType): NicTagType {
  return type === "aggr" ? "normal" : type;
}

const tagKey = (name: string): string => `nictag:${name}`;

export const nicTagTypeConflict: WarningRule = {
  codes: ["nictag-type-conflict"],
  judge({ nodes }) {
    const { known, unknown } = withPart(nodes, "nicTags");
    const tagged = known.flatMap(({ node, part }) =>
      part.value.map(({ name, type }) => ({ name, tag: { node, type, observedAt: part.observedAt } })),
    );
    const findings = [...groupBy(tagged, ({ name }) => name)].flatMap(([name, group]) => {
      const byKind = groupBy(
        group.map(({ tag }) => tag),
        ({ type }) => kindOf(type),
      );
      return byKind.size > 1 ? typeConflict(name, [...byKind.values()]) : [];
    });
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

function typeConflict(name: string, groups: Tagged[][]): Finding {
  const sides = groups.map((group) => ({
    hostnames: listed(group.map(({ node }) => node.hostname)),
    type: group[0]?.type ?? "normal",
    observedAt: group[0]?.observedAt ?? new Date(0),
  }));
  const told = sides.map(({ hostnames, type }) => `${type} on ${hostnames}`).join(", ");
  const fewest = groups.toSorted((a, b) => a.length - b.length)[0]?.[0];
  return finding("nictag-type-conflict", {
    subject: { kind: "nic-tag", key: tagKey(name), label: name },
    cause: `The NIC tag ${name} is ${told}. A network on it means something else on either side, and its VMs cannot move between them.`,
    evidence: sides.map(({ hostnames, type, observedAt }) => ({
      sentence: `${hostnames}: ${name} is of type ${type}.`,
      observedAt,
    })),
    touches: groups.flat().map(({ node }) => nodeKey(node.id)),
    href: fewest ? nodeHref(fewest.node.id) : null,
  });
}

/** Only tags and overlay rules that networks use; told once a tag, whatever the number of nodes. */
export const nicTagMissing: WarningRule = {
  codes: ["nictag-missing"],
  judge({ nodes, networks }) {
    const { known, unknown } = withPart(nodes, "nicTags");
    const used = groupBy(networks, ({ nicTagName, overlayRuleName }) => nicTagName ?? overlayRuleName ?? "");
    const namesByNode = known.map((of) => ({ of, names: new Set(of.part.value.map(({ name }) => name)) }));
    const findings = [...used].flatMap(([name, onTag]) => {
      const lacking = namesByNode.filter(({ names }) => !names.has(name)).map(({ of }) => of);
      return lacking.length > 0 ? missingTag(name, onTag.length, lacking, known.length) : [];
    });
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

function missingTag(
  name: string,
  networkCount: number,
  lacking: NodePart<"nicTags">[],
  nodeCount: number,
): Finding {
  const isNowhere = lacking.length === nodeCount;
  return finding("nictag-missing", {
    severity: isNowhere ? "critical" : "info",
    subject: { kind: "nic-tag", key: tagKey(name), label: name },
    cause: isNowhere
      ? `No node has ${name}, which ${counted(networkCount, "network")} ${networkCount === 1 ? "uses" : "use"}: their VMs cannot run anywhere.`
      : `${counted(lacking.length, "node")} of ${nodeCount} ${lacking.length === 1 ? "lacks" : "lack"} ${name}, which ${counted(networkCount, "network")} ${networkCount === 1 ? "uses" : "use"}: their VMs cannot run there.`,
    evidence: lacking.map(({ node, part }) => ({
      sentence: `${node.hostname} has no NIC tag or overlay rule ${name}.`,
      observedAt: part.observedAt,
    })),
    touches: lacking.map(({ node }) => nodeKey(node.id)),
  });
}
