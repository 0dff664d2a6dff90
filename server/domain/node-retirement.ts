import type { Node } from "./node.ts";
import { adminAddress, externalAddress } from "./node.ts";

/** What one other node holds for the one that goes. */
export type LeftBehind = {
  nodeId: string;
  hostname: string;
  /** Entries of its ARP tables that lead to the node. */
  arpEntryCount: number;
  presharedKeyCount: number;
  ikeRuleCount: number;
  /** IPsec policies that name the node's address. */
  policyCount: number;
};

/** What other confirmed nodes should forget once `node` is gone, by hostname; those that hold nothing for it are left out. */
export function leftBehindBy(node: Node, others: readonly Node[]): LeftBehind[] {
  const addresses = addressesOf(node);
  const isOwn = (address: string | null) => address !== null && addresses.has(address);
  return others
    .filter(({ id, isConfirmed }) => id !== node.id && isConfirmed)
    .map(({ id, hostname, facts }): LeftBehind => {
      const ipsec = facts?.ipsec?.value;
      const entries = (facts?.arpTables?.value ?? []).flatMap((table) => table.entries);
      return {
        nodeId: id,
        hostname,
        arpEntryCount: entries.filter(({ peerAddress }) => isOwn(peerAddress)).length,
        presharedKeyCount: countAbout(ipsec?.presharedKeys, isOwn),
        ikeRuleCount: countAbout(ipsec?.ikeRules, isOwn),
        policyCount: countAbout(ipsec?.policyRules, isOwn),
      };
    })
    .filter(
      ({ arpEntryCount, presharedKeyCount, ikeRuleCount, policyCount }) =>
        arpEntryCount + presharedKeyCount + ikeRuleCount + policyCount > 0,
    )
    .toSorted((a, b) => (a.hostname < b.hostname ? -1 : 1));
}

/** Where others send frames for its vNICs: admin, external and fixed listen addresses. */
function addressesOf({ facts }: Node): Set<string> {
  if (!facts) return new Set();
  const fixed = [...(facts.overlayRules?.value ?? []), ...(facts.overlays?.value ?? [])].map(
    ({ listenAddress }) => listenAddress,
  );
  const all = [adminAddress(facts), externalAddress(facts), ...fixed];
  return new Set(all.filter((address) => address !== null && address !== "0.0.0.0").map(String));
}

function countAbout(
  items: readonly { localAddress: string | null; remoteAddress: string | null }[] | undefined,
  isOwn: (address: string | null) => boolean,
): number {
  return (items ?? []).filter((item) => isOwn(item.localAddress) || isOwn(item.remoteAddress)).length;
}
