import { isUsable } from "../mesh/ipsec-association.ts";
import { isVxlanCarrier, vxlanPortsOf } from "../mesh/ipsec-policy.ts";
import { externalAddress } from "../node.ts";
import {
  EVIDENCE_MAX,
  finding,
  judged,
  listed,
  nodeHref,
  nodeKey,
  TOUCHED_LIMIT,
  undecidedNode,
} from "./finding.ts";
import { groupRule, lacks, type NodeRule } from "./model/rule.ts";
import type { Table } from "./model/table.ts";

/** RFC 8247, 2.3, and RFC 8221, 6. */
const WEAK_HASHES: Readonly<Record<string, string>> = {
  md5: "MD5",
  "hmac-md5": "MD5",
  sha: "SHA-1",
  sha1: "SHA-1",
  "hmac-sha": "SHA-1",
  "hmac-sha1": "SHA-1",
};

/** What it sends a peer goes out, and nothing has ever come back. An idle association says nothing. */
export const ipsecOneWay: NodeRule = {
  codes: ["ipsec-one-way"],
  per: "node",
  judge({ node }) {
    const { facts } = node;
    if (!facts?.ipsec || !facts.nics || !facts.hostVnics) {
      return { findings: [], undecided: undecidedNode(this.codes, node.id) };
    }
    const own = externalAddress(facts);
    const { observedAt } = facts.ipsec;
    const usable = facts.ipsec.value.associations.filter(isUsable);
    const sent = new Set(
      usable
        .filter(({ sourceAddress, carriedBytes }) => sourceAddress === own && (carriedBytes ?? 0) > 0)
        .map(({ destinationAddress }) => destinationAddress),
    );
    const back = Map.groupBy(
      usable.filter(({ destinationAddress }) => destinationAddress === own),
      ({ sourceAddress }) => sourceAddress,
    );
    const silent = [...sent].filter((address) => {
      const taken = back.get(address) ?? [];
      return taken.length > 0 && taken.every(({ carriedBytes }) => carriedBytes === 0);
    });
    if (silent.length === 0) return judged([]);
    return judged([
      finding("ipsec-one-way", {
        subject: { kind: "node", key: nodeKey(node.id), label: node.hostname },
        cause: `${node.hostname} sends encrypted packets to ${listed(silent)}, but nothing has come back although the associations are up. One side has lost its keys, or a firewall drops ESP.`,
        evidence: silent.slice(0, EVIDENCE_MAX).map((address) => ({
          sentence: `The association to ${address} has carried bytes; the one from ${address} none.`,
          observedAt,
        })),
        evidenceCount: silent.length,
        href: nodeHref(node.id),
      }),
    ]);
  },
};

/** The sender of VXLAN takes any port, so a rule that names both ports meets none of its packets. */
export const ipsecSelectorNeverMatches: NodeRule = {
  codes: ["ipsec-selector-never-matches"],
  per: "node",
  judge({ node }) {
    const { facts } = node;
    if (!facts?.ipsec || !facts.overlayRules || !facts.overlays) {
      return { findings: [], undecided: undecidedNode(this.codes, node.id) };
    }
    const { value, observedAt } = facts.ipsec;
    const ports = new Set(
      vxlanPortsOf(
        node,
        facts.overlayRules.value.map(({ name }) => name),
      ),
    );
    const never = value.policyRules.filter(
      (rule) =>
        isVxlanCarrier(rule) &&
        rule.localPort !== null &&
        rule.remotePort !== null &&
        (ports.has(rule.localPort) || ports.has(rule.remotePort)),
    );
    if (never.length === 0) return judged([]);
    return judged([
      finding("ipsec-selector-never-matches", {
        subject: { kind: "node", key: nodeKey(node.id), label: node.hostname },
        cause: `The IPsec policy of ${node.hostname} names both ports for VXLAN, but the port a node sends from is any: such a rule never meets a packet, and another rule or none decides.`,
        evidence: never.slice(0, EVIDENCE_MAX).map(({ localPort, remotePort, remoteAddress }) => ({
          sentence: `A rule toward ${remoteAddress ?? "any address"} names local port ${localPort} and remote port ${remotePort}.`,
          observedAt,
        })),
        evidenceCount: never.length,
        href: nodeHref(node.id),
      }),
    ]);
  },
};

/** Nodes by the weak hashes that their IKE rules or policies name. */
const weakHashes: Table<true> = {
  name: "weak-hashes",
  scan({ facts }) {
    const { ikeRules = [], policyRules = [] } = facts?.ipsec?.value ?? {};
    const named = new Set([
      ...ikeRules.map(({ hashAlgorithm }) => hashAlgorithm),
      ...policyRules.map(({ authenticationAlgorithm }) => authenticationAlgorithm),
    ]);
    const weak = new Set([...named].flatMap((name) => WEAK_HASHES[name?.toLowerCase() ?? ""] ?? []));
    return [...weak].map((key) => ({ key, text: "", value: true }));
  },
};

/** Told once a hash: the field's product writes the same one on every node. */
export const ipsecWeakHash = groupRule({
  codes: ["ipsec-weak-hash"],
  table: weakHashes,
  isUnknown: lacks("ipsec"),
  judge(group) {
    if (group.size === 0) return judged([]);
    const users = group.first(EVIDENCE_MAX).map(({ node }) => node);
    return judged([
      finding("ipsec-weak-hash", {
        subject: { kind: "cloud", key: `ipsec-hash:${group.key}`, label: group.key },
        cause: `${listed(
          users.map(({ hostname }) => hostname),
          group.size,
        )} ${group.size === 1 ? "uses" : "use"} ${group.key} for IPsec, which is no longer advised.`,
        evidence: users.map((node) => ({
          sentence: `The IKE rules or the IPsec policy of ${node.hostname} name ${group.key}.`,
          observedAt: node.facts?.ipsec?.observedAt ?? new Date(0),
        })),
        evidenceCount: group.size,
        touches: group.first(TOUCHED_LIMIT).map(({ id }) => nodeKey(id)),
      }),
    ]);
  },
});
