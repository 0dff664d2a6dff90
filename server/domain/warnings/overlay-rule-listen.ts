import type { NodeFacts, OverlayRule } from "../facts.ts";
import { isPublicIpv4, parseCidr } from "../ipv4.ts";
import { vxlanPortsOf } from "../mesh/ipsec-policy.ts";
import { externalInterface, type Node } from "../node.ts";
import type { Judgement } from "../warning.ts";
import type { WarningCode } from "./catalogue.ts";
import { clearTextGuard } from "../clear-text-guard.ts";
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

type Unguarded = { node: Node; interfaceName: string; rules: OverlayRule[]; observedAt: Date };

/** Rules of the node that are reachable at its external interface and not blocked there; null: cannot be told. */
function unguardedRules(node: Node, facts: NodeFacts, direction: "in" | "out"): Unguarded | null {
  if (!facts.overlayRules || !facts.overlays || !facts.firewall || !facts.nics || !facts.hostVnics)
    return null;
  const external = externalInterface(facts);
  const { value: filter, observedAt } = facts.firewall;
  if (!external) return { node, interfaceName: "", rules: [], observedAt };
  const { name: interfaceName, ipv4Address } = external;
  const exposed = facts.overlayRules.value.filter(({ listenAddress }) =>
    [null, ANY_ADDRESS, ipv4Address].includes(listenAddress),
  );
  const judged = exposed.map((rule) => ({
    rule,
    outcomes: vxlanPortsOf(node, [rule.name]).map((port) =>
      clearTextGuard(filter, { direction, port, interfaceName }),
    ),
  }));
  const rules = judged.filter(({ outcomes }) => outcomes.includes("open")).map(({ rule }) => rule);
  const isOpen = judged.some(({ outcomes }) => outcomes.includes("unknown"));
  return rules.length === 0 && isOpen ? null : { node, interfaceName, rules, observedAt };
}

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
    const pdcNames = new Set(
      nodes.map(({ facts }) => facts?.identity?.value.pdcName ?? "").filter((name) => name !== ""),
    );
    const unread = nodes.some(({ facts }) => !facts?.identity);
    if (pdcNames.size < 2)
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
