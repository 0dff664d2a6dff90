import type { MacClaims } from "./arp-table/claims.ts";
import type { NodeFacts } from "./facts.ts";
import { UNDERLAY_MTU_BYTES_MIN } from "./mtu.ts";

/** Why the last refresh of a node failed. */
export type RefreshFailureCause =
  | "unreachable"
  | "host-key-changed"
  | "host-key-unconfirmed"
  | "handshake"
  | "jump-host-unreachable"
  | "jump-host-refused"
  | "authentication"
  | "time-out"
  | "command-failed"
  | "unparsable"
  | "output-too-large"
  | "connection-lost"
  | "identity-changed"
  | "interrupted";

export type LastRefresh =
  | { outcome: "ok"; finishedAt: Date }
  | { outcome: "failed"; finishedAt: Date; cause: RefreshFailureCause; detail: string };

/** A compute node as Overmesh knows it. Unconfirmed nodes are quarantined: `facts` stays null and nothing they say counts. */
export type Node = {
  id: string;
  hostname: string;
  isConfirmed: boolean;
  facts: NodeFacts | null;
  /** Absent or null: since when the node claims its MACs is not known. */
  macClaims?: MacClaims | null;
  /** null: never refreshed. */
  lastRefresh: LastRefresh | null;
};

/** True when the node's facts are older than the limit, or there are none. */
export function isStale({ facts }: Node, staleAfterSeconds: number, now: Date): boolean {
  const observedAt = facts?.identity?.observedAt;
  return !observedAt || now.getTime() - observedAt.getTime() > staleAfterSeconds * 1000;
}

/** What carries one of the node's addresses. */
export type NodeInterface = {
  name: string;
  /** The NIC under it; of a NIC its own name. */
  nicName: string;
  ipv4Address: string;
  /** null: not reported, or less than any IPv4 path has. */
  mtuBytes: number | null;
};

/** vNIC `admin0`, else `admin_0`, else the NIC with the admin tag; the first of them that has an address. */
export function adminInterface(facts: NodeFacts): NodeInterface | null {
  return interfaceByTag(facts, "admin", facts.identity?.value.adminNicTagName ?? "admin");
}

/** The same with `external`; there is no falling back to the admin address. */
export function externalInterface(facts: NodeFacts): NodeInterface | null {
  return interfaceByTag(facts, "external", "external");
}

export function adminAddress(facts: NodeFacts): string | null {
  return adminInterface(facts)?.ipv4Address ?? null;
}

export function externalAddress(facts: NodeFacts): string | null {
  return externalInterface(facts)?.ipv4Address ?? null;
}

function interfaceByTag(facts: NodeFacts, vnicStem: string, nicTagName: string): NodeInterface | null {
  // Before the vNICs are read, one of them may come before the tagged NIC.
  if (!facts.hostVnics) return null;
  const nics = facts.nics?.value ?? [];
  for (const name of [`${vnicStem}0`, `${vnicStem}_0`]) {
    const vnic = facts.hostVnics.value.find((each) => each.name === name && each.ipv4Address !== null);
    if (!vnic?.ipv4Address) continue;
    const mtuBytes = vnic.mtuBytes ?? nics.find((nic) => nic.name === vnic.over)?.mtuBytes ?? null;
    return interfaceOf(vnic.name, vnic.over, vnic.ipv4Address, mtuBytes);
  }
  const nic = nics.find((each) => each.ipv4Address !== null && each.nicTagNames.includes(nicTagName));
  return nic?.ipv4Address ? interfaceOf(nic.name, nic.name, nic.ipv4Address, nic.mtuBytes) : null;
}

function interfaceOf(
  name: string,
  nicName: string,
  ipv4Address: string,
  mtuBytes: number | null,
): NodeInterface {
  return { name, nicName, ipv4Address, mtuBytes: believableMtuBytes(mtuBytes) };
}

function believableMtuBytes(mtuBytes: number | null): number | null {
  return mtuBytes !== null && mtuBytes >= UNDERLAY_MTU_BYTES_MIN ? mtuBytes : null;
}
