import {
  counted,
  EVIDENCE_MAX,
  finding,
  judged,
  listed,
  nodeHref,
  nodeKey,
  quoted,
  TOUCHED_LIMIT,
} from "./finding.ts";
import { groupRule, lacks } from "./model/rule.ts";
import type { Table } from "./model/table.ts";

/** Nodes by the host name they report. */
const hostnames: Table<true> = {
  name: "hostnames",
  scan({ facts }) {
    const hostname = facts?.identity?.value.hostname ?? "";
    return hostname === "" ? [] : [{ key: hostname, text: "", value: true }];
  },
};

/** Told once a name, whatever the number of nodes that have it. */
export const nodeHostnameShared = groupRule({
  codes: ["node-hostname-shared"],
  table: hostnames,
  isUnknown: lacks("identity"),
  judge(group) {
    if (group.size < 2) return judged([]);
    const holders = group.first(EVIDENCE_MAX).map(({ node }) => node);
    const uuids = holders.map(({ facts }) => facts?.identity?.value.nodeUuid ?? "");
    return judged([
      finding("node-hostname-shared", {
        subject: { kind: "node", key: `hostname:${group.key}`, label: quoted(group.key) },
        cause: `${counted(group.size, "node")} report the host name ${quoted(group.key)}: ${listed(uuids, group.size)}. Pre-shared keys are looked up by name, so not all of them can have theirs, and nobody can tell them apart by it.`,
        evidence: holders.map(({ facts }, position) => ({
          sentence: `The node ${uuids[position]} reports the host name ${quoted(group.key)}.`,
          observedAt: facts?.identity?.observedAt ?? new Date(0),
        })),
        evidenceCount: group.size,
        touches: group.first(TOUCHED_LIMIT).map(({ id }) => nodeKey(id)),
        href: nodeHref(holders[0]?.id ?? ""),
      }),
    ]);
  },
});
