import type { FleetNodeState, FleetTransform } from "./node-state.ts";
import { seededHex } from "./seeded.ts";

/** Every node of the fleet, the one in question included. */
export type FleetNodes = readonly FleetNodeState[];

export type ArpTableEntry = { arp: string; port: number; ip: string };

export function adminAddress(node: FleetNodeState): string | null {
  return taggedAddress(node, "admin");
}

export function externalAddress(node: FleetNodeState): string | null {
  return taggedAddress(node, "external");
}

function taggedAddress(node: FleetNodeState, tag: string): string | null {
  const vnic = node.hostVnics.find(({ name }) => name === `${tag}0` || name === `${tag}_0`);
  const nic = node.nics.find(({ name }) => name === node.nicTags[tag]);
  return vnic?.ipv4Address ?? nic?.ipv4Address ?? null;
}

/** Peers that this node reaches through IPsec: another PDC name, an external address at both ends. */
export function ipsecPeers(
  fleet: FleetNodes,
  node: FleetNodeState,
): { peer: FleetNodeState; local: string; remote: string }[] {
  const local = externalAddress(node);
  if (local === null || node.pdcName === "") return [];
  return fleet.flatMap((peer) => {
    const remote = externalAddress(peer);
    const isElsewhere = peer.pdcName !== "" && peer.pdcName !== node.pdcName;
    return isElsewhere && remote !== null ? [{ peer, local, remote }] : [];
  });
}

/** What `node` does with UDP to `peer`; the modern transform only where both ends have it. */
export function transformFor(node: FleetNodeState, peer: FleetNodeState): FleetTransform {
  const agreed = node.transform === peer.transform ? node.transform : "aes sha512";
  return node.trouble.transformFor[peer.name] ?? agreed;
}

/** 256 hex digits, or null when the node has none for this peer. */
export function presharedKey(node: FleetNodeState, peer: FleetNodeState): string | null {
  if (node.trouble.missingKeyFor.includes(peer.name)) return null;
  const pair = [node.name, peer.name].toSorted().join("-");
  const isWrong = node.trouble.wrongKeyFor.includes(peer.name);
  return seededHex(isWrong ? `key of ${node.name} alone for ${pair}` : `key ${pair}`, 256);
}

/** Both ends negotiate only with equal keys and equal transforms, and only when something was sent. */
export function hasAssociations(node: FleetNodeState, peer: FleetNodeState): boolean {
  const key = presharedKey(node, peer);
  const isIdle = node.trouble.idleWith.includes(peer.name) || peer.trouble.idleWith.includes(node.name);
  return (
    key !== null &&
    key === presharedKey(peer, node) &&
    transformFor(node, peer) === transformFor(peer, node) &&
    node.isPoweredOn &&
    peer.isPoweredOn &&
    !isIdle
  );
}

/** The virtual ARP table of one rule: every vNIC of the rule on the other nodes. */
export function arpTable(
  fleet: FleetNodes,
  node: FleetNodeState,
  ruleName: string,
): Record<string, ArpTableEntry> {
  const left = node.trouble.missingArpEntries[ruleName] ?? [];
  const peers = fleet.filter((peer) => peer.name !== node.name && peer.isInArpTables);
  const entries = peers.flatMap((peer) => entriesOfPeer(node, peer, ruleName));
  return Object.fromEntries(entries.filter(([macAddress]) => !left.includes(macAddress)));
}

function entriesOfPeer(
  node: FleetNodeState,
  peer: FleetNodeState,
  ruleName: string,
): [string, ArpTableEntry][] {
  const rule = peer.overlayRules.find(({ name }) => name === ruleName);
  const isSamePdc = peer.pdcName !== "" && peer.pdcName === node.pdcName;
  const fixed = rule?.listenAddress === "0.0.0.0" ? null : rule?.listenAddress;
  const ip = fixed ?? (isSamePdc ? adminAddress(peer) : externalAddress(peer));
  if (!rule || !ip) return [];
  const port = peer.overlays.find((overlay) => overlay.ruleName === ruleName)?.listenPort ?? rule.listenPort;
  return vnicsOnRule(peer, ruleName).map(({ macAddress, ipv4Address }) => [
    macAddress,
    { arp: ipv4Address, port, ip },
  ]);
}

function vnicsOnRule(node: FleetNodeState, ruleName: string): { macAddress: string; ipv4Address: string }[] {
  const hostVnics = node.hostVnics.filter(({ over }) => over.replace(/\d+$/, "") === ruleName);
  const vmVnics = node.vms.flatMap(({ vnics }) =>
    vnics.filter(({ nicTag }) => nicTag.split("/")[0] === ruleName),
  );
  return [...hostVnics, ...vmVnics].flatMap(({ macAddress, ipv4Address }) =>
    ipv4Address === null ? [] : [{ macAddress, ipv4Address }],
  );
}

/** Whether a ping from `node` comes back, judged from where things really are. */
export function isReachable(fleet: FleetNodes, node: FleetNodeState, target: string): boolean {
  const owner = fleet.find((peer) => addressesOf(peer).includes(target));
  if (!owner?.isPoweredOn || node.trouble.unanswered.includes(target)) return false;
  if (owner.name === node.name) return true;
  if (target === adminAddress(owner)) return owner.adminSegment === node.adminSegment;
  return target !== externalAddress(owner) || externalAddress(node) !== null;
}

export function addressesOf(node: FleetNodeState): string[] {
  return [...node.nics, ...node.hostVnics].flatMap(({ ipv4Address }) =>
    ipv4Address === null ? [] : [ipv4Address],
  );
}
