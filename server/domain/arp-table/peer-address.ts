import { adminAddress, externalAddress, type Node } from "../node.ts";
import type { Overlay } from "../facts.ts";
import { overlayRuleOf } from "./vnic-claims.ts";

/** IANA's VXLAN port, for a rule that names none. */
export const VXLAN_PORT = 4789;
const ANY_ADDRESS = "0.0.0.0";

export type PeerAddress = { address: string; problem: null } | { address: null; problem: string };

/**
 * Where `node` sends frames for `peer`: the fixed listen address if there is one, else the admin address inside a PDC and
 * the external one between PDCs. Two empty PDC names are not the same PDC.
 */
export function peerAddressOf(
  node: Node,
  peer: Node,
  overlayRuleName: string,
  overlay: Overlay | null,
): PeerAddress {
  const ownPdcName = node.facts?.identity?.value.pdcName;
  const peerPdcName = peer.facts?.identity?.value.pdcName;
  if (ownPdcName === undefined || peerPdcName === undefined)
    return unknown("has not been read", node, peer, ownPdcName);
  if (ownPdcName === "" || peerPdcName === "")
    return unknown("has no PDC name", node, peer, ownPdcName || undefined);
  const fixed = overlay?.listenAddress ?? overlayRuleOf(peer, overlayRuleName)?.listenAddress ?? ANY_ADDRESS;
  if (fixed !== ANY_ADDRESS) return { address: fixed, problem: null };
  const isSamePdc = ownPdcName === peerPdcName;
  const address = peer.facts && (isSamePdc ? adminAddress(peer.facts) : externalAddress(peer.facts));
  if (address) return { address, problem: null };
  return { address: null, problem: `${peer.hostname} has no ${isSamePdc ? "admin" : "external"} address.` };
}

/** The port the peer listens on: the live overlay's, as a changed rule does not change it. */
export function peerPortOf(peer: Node, overlayRuleName: string, overlay: Overlay | null): number {
  return overlay?.listenPort ?? overlayRuleOf(peer, overlayRuleName)?.listenPort ?? VXLAN_PORT;
}

function unknown(what: string, node: Node, peer: Node, ownPdcName: string | undefined): PeerAddress {
  return { address: null, problem: `${ownPdcName === undefined ? node.hostname : peer.hostname} ${what}.` };
}
