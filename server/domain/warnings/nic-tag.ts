import type { NicTagType } from "../facts.ts";
import {
  ANY_NODE,
  counted,
  EVIDENCE_MAX,
  finding,
  judged,
  listed,
  nodeHref,
  nodeKey,
  roundly,
  TOUCHED_LIMIT,
} from "./finding.ts";
import type { Member } from "./model/member.ts";
import { type Cloud, groupRule, lacks } from "./model/rule.ts";
import type { Table } from "./model/table.ts";

const LISTED_MAX = 5;

/** A NIC and an aggregation carry the same networks. */
function kindOf(type: NicTagType): NicTagType {
  return type === "aggr" ? "normal" : type;
}

const tagKey = (name: string): string => `nictag:${name}`;

/** Nodes by the names of their NIC tags; of one name on a node the last counts. */
export const tags: Table<NicTagType> = {
  name: "nic-tags",
  scan({ facts }) {
    const typeByName = new Map(facts?.nicTags?.value.map(({ name, type }) => [name, type]));
    return [...typeByName].map(([key, value]) => ({ key, text: value, value }));
  },
  reads: ["nicTags"],
};

export const nicTagTypeConflict = groupRule({
  codes: ["nictag-type-conflict"],
  table: tags,
  isUnknown: lacks("nicTags"),
  judge(group) {
    const name = group.key;
    const kinds = [...new Set(group.shares.map(({ value }) => kindOf(value)))];
    if (kinds.length < 2) return judged([]);
    const sides = kinds.map((kind) => {
      const isOfKind = (type: NicTagType) => kindOf(type) === kind;
      const members = group.first(LISTED_MAX, isOfKind);
      const count = group.count(isOfKind);
      return {
        kind,
        count,
        members,
        hostnames: listed(
          members.map(({ node }) => node.hostname),
          count,
        ),
      };
    });
    const told = sides.map(({ hostnames, kind }) => `${kind} on ${hostnames}`).join(", ");
    const fewest = sides.toSorted((a, b) => a.count - b.count)[0]?.members[0];
    return judged([
      finding("nictag-type-conflict", {
        subject: { kind: "nic-tag", key: tagKey(name), label: name },
        cause: `The NIC tag ${name} is ${told}. A network on it means something else on either side, and its VMs cannot move between them.`,
        evidence: sides.map(({ hostnames, kind, members }) => ({
          sentence: `${hostnames}: ${name} is of type ${kind}.`,
          observedAt: members[0]?.node.facts?.nicTags?.observedAt ?? new Date(0),
        })),
        touches: group.first(TOUCHED_LIMIT).map(({ id }) => nodeKey(id)),
        href: fewest ? nodeHref(fewest.id) : null,
      }),
    ]);
  },
});

/** Only tags and overlay rules that networks use; told once a tag, whatever the number of nodes. */
export const nicTagMissing = groupRule({
  codes: ["nictag-missing"],
  table: tags,
  looksAtNetworks: "carrier",
  looksAtNodeCount: true,
  isUnknown: lacks("nicTags"),
  judge(group, cloud) {
    const name = group.key;
    const networkCount = cloud.networksOf("carrier", name).length;
    const nodeCount = cloud.knownCount("nictag-missing");
    const lackingCount = nodeCount - group.size;
    if (networkCount === 0 || lackingCount === 0) return judged([]);
    const isNamed = lackingCount < TOUCHED_LIMIT;
    const lacking = firstLacking(name, cloud, isNamed ? lackingCount : EVIDENCE_MAX);
    const isNowhere = group.size === 0;
    const use = `${counted(networkCount, "network")} ${networkCount === 1 ? "uses" : "use"}`;
    return judged([
      finding("nictag-missing", {
        severity: isNowhere ? "critical" : "info",
        subject: { kind: "nic-tag", key: tagKey(name), label: name },
        cause: isNowhere
          ? `No node has ${name}, which ${use}: their VMs cannot run anywhere.`
          : `${lackingCount === 1 ? "1 node" : `${roundly(lackingCount)} nodes`} of ${roundly(nodeCount)} ${lackingCount === 1 ? "lacks" : "lack"} ${name}, which ${use}: their VMs cannot run there.`,
        evidence: lacking.slice(0, EVIDENCE_MAX).map(({ node }) => ({
          sentence: `${node.hostname} has no NIC tag or overlay rule ${name}.`,
          observedAt: node.facts?.nicTags?.observedAt ?? new Date(0),
        })),
        evidenceCount: lackingCount,
        touches: [...lacking.map(({ id }) => nodeKey(id)), ...(isNamed ? [] : [ANY_NODE])],
      }),
    ]);
  },
});

function firstLacking(name: string, cloud: Cloud, count: number): Member[] {
  const held = cloud.groups(tags);
  const lacking: Member[] = [];
  for (const member of cloud.members) {
    if (lacking.length >= count) break;
    if (member.node.facts?.nicTags && !held.isIn(member, name)) lacking.push(member);
  }
  return lacking;
}
