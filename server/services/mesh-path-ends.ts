import type { Db } from "#db/client.ts";
import { findNetworksByName, findNodesByName, findVnics } from "#db/queries/mesh-path.ts";
import type { AllVdcs, Grant, Scope, VdcScope } from "#server/domain/access.ts";
import { formatPathEnd } from "#server/domain/mesh-path/path-end.ts";
import { requireVdc } from "./vdc.ts";

/** `end` as in an address. */
type PathEndOption = { end: string; kind: "vm" | "node" | "network"; label: string; detail: string };

const FOUND_MAX = 8;

/** VMs by alias, UUID, MAC or address; nodes and networks by name. */
export async function searchPathEnds(
  db: Db,
  { scope }: Grant<"mesh:read", AllVdcs>,
  text: string,
): Promise<PathEndOption[]> {
  const nodes = await findNodesByName(db, scope, text.trim(), FOUND_MAX);
  return [
    ...(await vmOptions(db, scope, text.trim())),
    ...nodes.map(({ id, hostname }) => ({
      end: formatPathEnd({ kind: "node", nodeId: id }),
      kind: "node" as const,
      label: hostname,
      detail: "node",
    })),
    ...(await networkOptions(db, scope, text.trim())),
  ];
}

/** Own ones alone; on which node a VM is, is not told. */
export async function searchPathEndsOfVdc(
  db: Db,
  { scope }: Grant<"mesh:read-own", VdcScope>,
  text: string,
): Promise<PathEndOption[]> {
  await requireVdc(db, scope);
  return [...(await vmOptions(db, scope, text.trim())), ...(await networkOptions(db, scope, text.trim()))];
}

async function vmOptions(db: Db, scope: Scope | AllVdcs, text: string): Promise<PathEndOption[]> {
  const found = await findVnics(db, scope, text, FOUND_MAX);
  return found.map(({ vmUuid, vmAlias, interfaceName, nicTagName, vxlanId, ipv4Addresses, hostname }) => ({
    end: formatPathEnd({ kind: "vm", vmUuid, interfaceName }),
    kind: "vm" as const,
    label: `${vmAlias || vmUuid}, ${interfaceName}`,
    detail: [
      ipv4Addresses[0],
      vxlanId === null ? nicTagName : `${nicTagName}${vxlanId}`,
      ...(scope.vdcId === null ? [hostname] : []),
    ]
      .filter(Boolean)
      .join(" · "),
  }));
}

async function networkOptions(db: Db, scope: Scope | AllVdcs, text: string): Promise<PathEndOption[]> {
  const found = await findNetworksByName(db, scope, text, FOUND_MAX);
  return found.map(({ id, name, vdcName, overlayRuleName, vxlanId }) => ({
    end: formatPathEnd({ kind: "network", networkId: id }),
    kind: "network" as const,
    label: name,
    detail: `network · ${scope.vdcId === null ? `${vdcName} · ` : ""}${overlayRuleName}${vxlanId}`,
  }));
}
