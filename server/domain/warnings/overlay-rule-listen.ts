import { type Unguarded, unguardedRules } from "../checklist/unguarded-rules.ts";
import type { OverlayRule } from "../facts.ts";
import { isPublicIpv4 } from "../ipv4.ts";
import type { Node } from "../node.ts";
import type { Finding, Judgement } from "../warning.ts";
import type { WarningCode } from "./catalogue.ts";
import { type Carrier, carrierKeys, carriers, rulesObservedAt } from "./carriers.ts";
import {
  EVIDENCE_MAX,
  finding,
  judged,
  listed,
  nodeHref,
  nodeKey,
  pdcKey,
  quoted,
  ruleKey,
  undecidedNode,
} from "./finding.ts";
import { isNamed } from "./model/member.ts";
import { groupRule, lacks, type NodeRule } from "./model/rule.ts";

const ANY_ADDRESS = "0.0.0.0";

export const ruleListenAddressPrivate = groupRule({
  codes: ["rule-listen-address-private"],
  table: carriers,
  isUnknown: lacks("overlayRules", "identity"),
  judge(group, { publicAddressExceptions }) {
    const name = group.key;
    const pdcNames = [...new Set(group.shares.map(({ value }) => value.pdcName).filter(isNamed))].toSorted();
    const isPrivate = ({ rule: { listenAddress } }: Carrier) =>
      listenAddress !== null &&
      listenAddress !== ANY_ADDRESS &&
      !isPublicIpv4(listenAddress, publicAddressExceptions);
    const fixed = group.items(EVIDENCE_MAX, isPrivate);
    if (fixed.length === 0 || pdcNames.length < 2) return judged([]);
    const count = group.count(isPrivate);
    const hostnames = fixed.map(({ member }) => member.node.hostname);
    return judged([
      finding("rule-listen-address-private", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `The overlay rule ${quoted(name)} listens on a private address on ${listed(hostnames, count)}, but it is also in use in other PDCs (${listed(pdcNames.map(quoted))}), whose nodes cannot reach that address.`,
        evidence: fixed.map(({ member: { node }, value }) => ({
          sentence: `${node.hostname}: listen address ${value.rule.listenAddress}.`,
          observedAt: rulesObservedAt(node),
        })),
        evidenceCount: count,
        touches: [...pdcNames.map(pdcKey), ...carrierKeys(group)],
      }),
    ]);
  },
});

function judgeGuard(
  codes: readonly WarningCode[],
  node: Node,
  direction: "in" | "out",
  find: (unguarded: Unguarded) => Finding,
): Judgement {
  const unguarded = node.facts && unguardedRules(node, node.facts, direction);
  if (!unguarded) return { findings: [], undecided: undecidedNode(codes, node.id) };
  return judged(unguarded.rules.length > 0 ? [find(unguarded)] : []);
}

function guardEvidence({ interfaceName, rules, observedAt }: Unguarded, direction: "in" | "out") {
  return rules.map(({ name, listenPort }) => ({
    sentence: `No filter rule blocks UDP ${direction} on ${interfaceName} to port ${listenPort} (${name}).`,
    observedAt,
  }));
}

const portsOf = (rules: readonly OverlayRule[]): string =>
  listed(rules.map(({ name, listenPort }) => `${name} (${listenPort})`));

export const ruleUnprotected: NodeRule = {
  codes: ["rule-unprotected"],
  per: "node",
  judge({ node }) {
    return judgeGuard(this.codes, node, "in", (unguarded) =>
      finding("rule-unprotected", {
        subject: { kind: "node", key: nodeKey(node.id), label: node.hostname },
        cause: `${node.hostname} takes VXLAN in clear text from the internet: the overlay rules ${portsOf(unguarded.rules)} listen on its external address and nothing blocks it. Anyone who knows the address can put frames into tenants' networks.`,
        evidence: guardEvidence(unguarded, "in"),
        touches: unguarded.rules.map(({ name }) => ruleKey(name)),
        href: nodeHref(node.id),
      }),
    );
  },
};

/** Only where IPsec is to protect something: once two PDC names exist. */
export const ipsecClearTextGuardMissing: NodeRule = {
  codes: ["ipsec-clear-text-guard-missing"],
  per: "node",
  looksAtPlaces: true,
  judge({ node }, { places }) {
    if (places.named < 2) {
      return { findings: [], undecided: places.unread > 0 ? undecidedNode(this.codes, node.id) : [] };
    }
    return judgeGuard(this.codes, node, "out", (unguarded) =>
      finding("ipsec-clear-text-guard-missing", {
        subject: { kind: "node", key: nodeKey(node.id), label: node.hostname },
        cause: `Nothing stops VXLAN of the overlay rules ${portsOf(unguarded.rules)} from leaving ${node.hostname} in clear text if its IPsec policy is not loaded.`,
        evidence: guardEvidence(unguarded, "out"),
        touches: unguarded.rules.map(({ name }) => ruleKey(name)),
        href: nodeHref(node.id),
      }),
    );
  },
};
