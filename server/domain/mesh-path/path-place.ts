import type { VmVnic } from "../facts.ts";
import type { Node } from "../node.ts";

export type PathNetwork = { id: string; name: string; vdcId: string; vdcName: string };

/** Another vNIC that says it has the same MAC, or the same address on the same rule; for operators only. */
export type PathRival = { claims: "mac" | "address"; vmAlias: string; hostname: string };

/** Where a path begins or ends: a vNIC on its node, or the node itself. */
export type PathPlace = {
  node: Node;
  vnic: VmVnic | null;
  network: PathNetwork | null;
  rivals?: readonly PathRival[];
};

/** How people call a vNIC: "net0 of web-1". */
export function vnicLabel({ interfaceName, vmAlias, vmUuid }: VmVnic): string {
  return `${interfaceName} of ${vmAlias || vmUuid}`;
}
