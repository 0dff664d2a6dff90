import { pdcNamesAmong } from "../checklist/pdc-names.ts";
import { type Unguarded, unguardedRules } from "../checklist/unguarded-rules.ts";
import type { OverlayRule } from "../facts.ts";
import { isPublicIpv4, parseCidr } from "../ipv4.ts";
import type { Node } from "../node.ts";
import type { Judgement } from "../warning.ts";
import type { WarningCode } from "./catalogue.ts";
import { finding, listed, nodeHref, nodeKey, pdcKey, quoted, ruleKey } from "./finding.ts";
import { type HeldRule, heldRules } from "./overlay-rule-name.ts";
import { undecidedNodes, type WarningRule } from "./situation.ts";

const ANY_ADDRESS = "0.0.0.0";

function pdcNameOf({ node }: HeldRule): string {
  return node.facts?.identity?.value.pdcName ?? "";
}

export const ruleListenAddressPrivate: WarningRule = {
  codes: ["rule-listen-address-private"],
  judge({ nodes, settings }) {
    const exceptions = settings.publicAddressExceptions.map(parseCidr).filter((cidr) => cidr !== null);
    const { byName, unknown } = heldRules(nodes);
    const unnamed = nodes.filter(({ facts }) => !facts?.identity);
    const findings = [...byName].flatMap(([name, holders]) => {
      const pdcNames = new Set(holders.map(pdcNameOf).filter((pdcName) => pdcName !== ""));
      const fixed = holders.filter(({ rule: { listenAddress } }) => {
        return (
          listenAddress !== null && listenAddress !== ANY_ADDRESS && !isPublicIpv4(listenAddress, exceptions)
        );
      });
      if (fixed.length === 0 || pdcNames.size < 2) return [];
      return finding("rule-listen-address-private", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `The overlay rule ${quoted(name)} listens on a private address on ${listed(fixed.map(({ node }) => node.hostname))}, but it is also in use in other PDCs (${listed([...pdcNames].map(quoted))}), whose nodes cannot reach that address.`,
        evidence: fixed.map(({ node, rule, observedAt }) => ({
          sentence: `${node.hostname}: listen address ${rule.listenAddress}.`,
          observedAt,
        })),
        touches: [...[...pdcNames].map(pdcKey), ...holders.map(({ node }) => nodeKey(node.id))],
      });
    });
    return { findings, undecided: undecidedNodes(this.codes, [...unknown, ...unnamed]) };
  },
};

function judgeGuard(
  codes: readonly WarningCode[],
  nodes: readonly Node[],
  direction: "in" | "out",
  find: (unguarded: Unguarded) => Judgement["findings"],
): Judgement {
  const verdicts = nodes.map((node) => ({
    node,
    verdict: node.facts ? unguardedRules(node, node.facts, direction) : null,
  }));
  return {
    findings: verdicts.flatMap(({ verdict }) => (verdict && verdict.rules.length > 0 ? find(verdict) : [])),
    undecided: undecidedNodes(
      codes,
      verdicts.filter(({ verdict }) => !verdict).map(({ node }) => node),
    ),
  };
}

function guardEvidence({ interfaceName, rules, observedAt }: Unguarded, direction: "in" | "out") {
  return rules.map(({ name, listenPort }) => ({
    sentence: `No filter rule blocks UDP ${direction} on ${interfaceName} to port ${listenPort} (${name}).`,
    observedAt,
  }));
}

const portsOf = (rules: readonly OverlayRule[]): string =>
  listed(rules.map(({ name, listenPort }) => `${name} (${listenPort})`));

export const ruleUnprotected: WarningRule = {
  codes: ["rule-unprotected"],
  judge({ nodes }) {
    return judgeGuard(this.codes, nodes, "in", (unguarded) => [
      finding("rule-unprotected", {
        subject: { kind: "node", key: nodeKey(unguarded.node.id), label: unguarded.node.hostname },
        cause: `${unguarded.node.hostname} takes VXLAN in clear text from the internet: the overlay rules ${portsOf(unguarded.rules)} listen on its external address and nothing blocks it. Anyone who knows the address can put frames into tenants' networks.`,
        evidence: guardEvidence(unguarded, "in"),
        touches: unguarded.rules.map(({ name }) => ruleKey(name)),
        href: nodeHref(unguarded.node.id),
      }),
    ]);
  },
};

/** Only where IPsec is to protect something: once two PDC names exist. */
export const ipsecClearTextGuardMissing: WarningRule = {
  codes: ["ipsec-clear-text-guard-missing"],
  judge({ nodes }) {
    const unread = nodes.some(({ facts }) => !facts?.identity);
    if (pdcNamesAmong(nodes).size < 2)
      return { findings: [], undecided: undecidedNodes(this.codes, unread ? nodes : []) };
    return judgeGuard(this.codes, nodes, "out", (unguarded) => [
      finding("ipsec-clear-text-guard-missing", {
        subject: { kind: "node", key: nodeKey(unguarded.node.id), label: unguarded.node.hostname },
        cause: `Nothing stops VXLAN of the overlay rules ${portsOf(unguarded.rules)} from leaving ${unguarded.node.hostname} in clear text if its IPsec policy is not loaded.`,
        evidence: guardEvidence(unguarded, "out"),
        touches: unguarded.rules.map(({ name }) => ruleKey(name)),
        href: nodeHref(unguarded.node.id),
      }),
    ]);
  },
};
