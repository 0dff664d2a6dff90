import { externalInterface, type Node } from "../node.ts";
import { counted, listed } from "../warnings/finding.ts";
import {
  hasOtherKey,
  hasOtherPolicy,
  type IpsecEnd,
  type Lacking,
  peersWithoutKey,
  peersWithoutPolicy,
  sharesRuleAcrossPdcs,
} from "../warnings/ipsec-ends.ts";
import type { ChecklistContext } from "./context.ts";
import { unguardedRules } from "./unguarded-rules.ts";
import { ageOf, factsOf, type Judged, notRead } from "./verdicts.ts";

const PEERS_NAMED_MAX = 3;
const GUARD_PARTS = ["overlayRules", "overlays", "firewall", "nics", "hostVnics"] as const;
const IPSEC_PARTS = ["identity", "ipsec", "nics", "hostVnics", "overlayRules"] as const;

export function guardRequirement(node: Node): Judged {
  const facts = factsOf(node);
  const [incoming, outgoing] = [unguardedRules(node, facts, "in"), unguardedRules(node, facts, "out")];
  const observedAt = ageOf(facts, "firewall");
  const open = [
    ...(incoming?.rules ?? []).map(({ name, listenPort }) => `${name} in (UDP ${listenPort})`),
    ...(outgoing?.rules ?? []).map(({ name, listenPort }) => `${name} out (UDP ${listenPort})`),
  ];
  if (open.length > 0) {
    const sentence = `Clear-text VXLAN is not blocked on the external NIC: ${listed(open)}.`;
    return { outcome: "fail", sentence, observedAt };
  }
  if (!incoming || !outgoing) return notRead(facts, ...GUARD_PARTS);
  if (!externalInterface(facts)) {
    const sentence = "It has no external address that clear text could leave by.";
    return { outcome: "not-needed", sentence, observedAt: ageOf(facts, "nics", "hostVnics") };
  }
  const sentence = "Clear-text VXLAN of all its rules is blocked on the external NIC, both ways.";
  return { outcome: "pass", sentence, observedAt };
}

type Asked = {
  lackingOf: (end: IpsecEnd, peers: ChecklistContext["ipsecPeers"], limit: number) => Lacking;
  differs: (own: IpsecEnd, peer: IpsecEnd) => boolean;
  heldOf: (end: IpsecEnd) => ReadonlyMap<string, unknown>;
  missing: (peers: string) => string;
  other: (peers: string) => string;
  complete: string;
  /** Of what nothing is missing and something cannot be read; null: all was read. */
  unread: (end: IpsecEnd) => string | null;
};

export function ipsecPoliciesRequirement(node: Node, context: ChecklistContext): Judged {
  return judgePeers(node, context, {
    lackingOf: peersWithoutPolicy,
    differs: hasOtherPolicy,
    heldOf: (end) => end.policyByPeer,
    missing: (peers) => `Its policy does not protect all VXLAN traffic with ${peers}.`,
    other: (peers) => `Its policy is not the one of ${peers}.`,
    complete: "Its policy protects VXLAN with every node of other PDCs that shares a rule with it.",
    unread: () => null,
  });
}

export function ipsecKeysRequirement(node: Node, context: ChecklistContext): Judged {
  return judgePeers(node, context, {
    lackingOf: peersWithoutKey,
    differs: hasOtherKey,
    heldOf: (end) => end.fingerprintByPeer,
    missing: (peers) => `It has no key for ${peers}.`,
    other: (peers) => `It holds another key than ${peers}.`,
    complete: "It holds the right key for every node of other PDCs that shares a rule with it.",
    unread: ({ certifiedPeers }) =>
      certifiedPeers.size === 0
        ? null
        : `It proves itself to ${counted(certifiedPeers.size, "node")} by certificate, and certificates are not read. No key is missing.`,
  });
}

function judgePeers(node: Node, context: ChecklistContext, asked: Asked): Judged {
  const facts = factsOf(node);
  const end = context.ipsecEndByNodeId.get(node.id);
  if (IPSEC_PARTS.some((part) => !facts[part])) return notRead(facts, ...IPSEC_PARTS);
  const observedAt = ageOf(facts, "ipsec");
  if (!end) {
    const sentence = "Without a PDC name and an external address nobody can tell what it needs.";
    return { outcome: "unknown", sentence, observedAt };
  }
  if (!sharesRuleAcrossPdcs(end, context.ipsecPeers)) {
    const sentence = "No node of another PDC shares an overlay rule with it.";
    return { outcome: "not-needed", sentence, observedAt };
  }
  const { count, peers } = asked.lackingOf(end, context.ipsecPeers, PEERS_NAMED_MAX);
  const differing = differingPeers(end, context, asked);
  if (count === 0 && differing.length === 0) {
    const unread = asked.unread(end);
    return unread === null
      ? { outcome: "pass", sentence: asked.complete, observedAt }
      : { outcome: "unknown", sentence: unread, observedAt };
  }
  const sentences = [
    ...(count > 0 ? [asked.missing(peersWords(peers, count))] : []),
    ...(differing.length > 0 ? [asked.other(peersWords(differing, differing.length))] : []),
  ];
  return { outcome: "fail", sentence: sentences.join(" "), observedAt };
}

function differingPeers(end: IpsecEnd, { ipsecEndsByAddress }: ChecklistContext, asked: Asked): IpsecEnd[] {
  return [...asked.heldOf(end).keys()].flatMap((address) => {
    const [peer, another] = ipsecEndsByAddress.get(address) ?? [];
    // An address of two nodes tells nothing about either.
    if (!peer || another || peer.pdcName === end.pdcName || !asked.heldOf(peer).has(end.address)) return [];
    return asked.differs(end, peer) ? [peer] : [];
  });
}

function peersWords(peers: readonly IpsecEnd[], count: number): string {
  const named = listed(peers.slice(0, PEERS_NAMED_MAX).map(({ node }) => node.hostname));
  return count > PEERS_NAMED_MAX ? `${counted(count, "node")} of other PDCs (among them ${named})` : named;
}
