import type { NodeUse, VmUse } from "./entry.ts";

/** "VM web1", "VM web1 and 2 others", "compute node cn07": who has an address, in one reader's words. */
export function userWords(
  {
    vms,
    nodes,
  }: { vms: readonly Pick<VmUse, "vmUuid" | "vmAlias">[]; nodes: readonly Pick<NodeUse, "nodeHostname">[] },
  { tellsNodes }: { tellsNodes: boolean },
): string {
  const vmNames = [...new Set(vms.map(({ vmAlias, vmUuid }) => `VM ${vmAlias || vmUuid}`))];
  const hostnames = nodes.map(({ nodeHostname }) => (tellsNodes ? nodeHostname : null));
  const nodeNames = [...new Set(hostnames.map((name) => (name ? `compute node ${name}` : "a compute node")))];
  const [first = "somebody", ...others] = [...vmNames, ...nodeNames];
  if (others.length === 0) return first;
  return `${first} and ${others.length === 1 ? others[0] : `${others.length} others`}`;
}
