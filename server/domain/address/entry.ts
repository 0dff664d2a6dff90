import type { AddressUsage } from "./draft.ts";

/** A VM NIC that has the address, by the last known facts. */
export type VmUse = {
  vmUuid: string;
  vmAlias: string;
  interfaceName: string;
  macAddress: string;
  /** It also asks for an address by DHCP. */
  isDhcp: boolean;
  /** null: not for this reader. */
  nodeHostname: string | null;
};

/** A compute node's own NIC that has the address; all null for readers who are not told of nodes. */
export type NodeUse = {
  nodeId: string | null;
  nodeHostname: string | null;
  interfaceName: string | null;
  macAddress: string | null;
};

/** An address that is listed, or used, or both. */
export type AddressEntry = {
  address: string;
  /** null: not listed. */
  usage: AddressUsage | null;
  note: string;
  vms: readonly VmUse[];
  nodes: readonly NodeUse[];
};

/** What the map shows of one address. The use counts before the listing. */
export type AddressState =
  | "network"
  | "broadcast"
  | "gateway"
  | "node"
  | "vm"
  | "unlisted"
  | "server"
  | "other"
  | "free";

/** `role` is what the address is by itself (`roleOfAddress`). */
export function stateOfAddress(
  entry: Pick<AddressEntry, "usage" | "vms" | "nodes"> | null,
  role: "gateway" | "network" | "broadcast" | null,
): AddressState {
  if (role !== null) return role;
  if (!entry) return "free";
  if (entry.nodes.length > 0) return "node";
  if (entry.vms.length > 0) return entry.usage === null ? "unlisted" : "vm";
  return entry.usage ?? "free";
}
