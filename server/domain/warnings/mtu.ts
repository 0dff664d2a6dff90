import { fragmentsOf, outerBytes } from "../mtu.ts";
import type { Evidence, Finding } from "../warning.ts";
import { counted, finding, listed, networkKey, nodeKey, pdcKey, quoted, ruleKey } from "./finding.ts";
import { encapsulated, type OverlayPath, rulePaths, type RulePaths, safeMtuBytes } from "./overlay-path.ts";
import { groupBy, type NetworkFacts, undecidedNodes, type WarningRule, withPart } from "./situation.ts";

const ETHERNET_MTU_BYTES = 1500;
/** Less is not worth a change that makes overlays anew. */
const HEADROOM_BYTES_MIN = 400;

/** Paths that do not carry a full packet whole, tightest first. */
function tightPaths({ paths }: RulePaths, mtuBytes: number, innerVlan: boolean): OverlayPath[] {
  return paths
    .filter((path) => safeMtuBytes(path, innerVlan) < mtuBytes)
    .toSorted((a, b) => safeMtuBytes(a, innerVlan) - safeMtuBytes(b, innerVlan));
}

function where({ pdcNames }: OverlayPath): string {
  return pdcNames.length > 1
    ? `between ${pdcNames.map(quoted).join(" and ")}`
    : `inside ${quoted(pdcNames[0] ?? "")}`;
}

function proof(path: OverlayPath, mtuBytes: number, innerVlan: boolean): string {
  const wrapped = encapsulated(path, innerVlan);
  const source = path.source === "assumed" ? "assumed from the NICs" : path.source;
  const pieces = fragmentsOf(wrapped, mtuBytes).map((fragment) => fragment.outerBytes);
  return `${where(path)} ${path.esp ? `(IPsec, ${path.esp.name})` : "(plain VXLAN)"} a full packet of ${mtuBytes} bytes becomes ${outerBytes(wrapped, mtuBytes)} bytes on a path of ${path.underlayMtuBytes} (${source}) and leaves as ${pieces.length} fragments (${pieces.join(" + ")}). The largest MTU that fits is ${safeMtuBytes(path, innerVlan)}.`;
}

function proofs(paths: readonly OverlayPath[], mtuBytes: number, innerVlan: boolean): Evidence[] {
  return paths.map((path) => {
    const text = proof(path, mtuBytes, innerVlan);
    return { sentence: text[0]?.toUpperCase() + text.slice(1), observedAt: path.observedAt };
  });
}

export const mtuOverlayExceedsPath: WarningRule = {
  codes: ["mtu-overlay-exceeds-path"],
  judge(situation) {
    const { rules, unknown } = rulePaths(situation);
    const findings = rules.flatMap((rule) => {
      const { overlayRuleName: name, mtuBytes, hasInnerVlan } = rule;
      const tight = tightPaths(rule, mtuBytes, hasInnerVlan);
      const [tightest] = tight;
      if (!tightest) return [];
      const others = tight.length > 1 ? ` So do ${counted(tight.length - 1, "other path")}.` : "";
      return finding("mtu-overlay-exceeds-path", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `The overlay rule ${quoted(name)} has MTU ${mtuBytes}, but ${where(tightest)} at most ${safeMtuBytes(tightest, hasInnerVlan)} bytes fit${hasInnerVlan ? " with a VLAN tag" : ""}: full packets fragment there.${others}`,
        evidence: proofs(tight, mtuBytes, hasInnerVlan),
        remedy: `Lower the rule's MTU and that of its networks to ${safeMtuBytes(tightest, hasInnerVlan)}, or raise the MTU of the path and declare it.`,
        touches: touchesOf(rule),
      });
    });
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

function touchesOf({ paths, holders }: RulePaths): string[] {
  const pdcNames = new Set(paths.flatMap((path) => path.pdcNames));
  return [...[...pdcNames].map(pdcKey), ...holders.map(({ node }) => nodeKey(node.id))];
}

/** One vDC's network; its members read every word, so no node and no other vDC is named. */
const aboutNetwork = ({ id, vdcId, name, overlayRuleName }: NetworkFacts, { holders }: RulePaths) => ({
  subject: { kind: "network" as const, key: networkKey(id), label: name },
  vdcId,
  href: `/vdcs/${vdcId}/networks/${id}`,
  touches: [ruleKey(overlayRuleName ?? ""), ...holders.map(({ node }) => nodeKey(node.id))],
});

function judgeNetworks(
  code: "mtu-network-exceeds-rule" | "mtu-network-exceeds-path",
  findOn: (network: NetworkFacts, rule: RulePaths) => Finding[],
): WarningRule {
  return {
    codes: [code],
    judge(situation) {
      const { rules, unknown } = rulePaths(situation);
      const ruleByName = new Map(rules.map((rule) => [rule.overlayRuleName, rule]));
      const findings = situation.networks.flatMap((network) => {
        const rule = ruleByName.get(network.overlayRuleName ?? "");
        return rule ? findOn(network, rule) : [];
      });
      return { findings, undecided: undecidedNodes([code], unknown) };
    },
  };
}

export const mtuNetworkExceedsRule = judgeNetworks("mtu-network-exceeds-rule", (network, rule) => {
  const lower = rule.holders.filter((holder) => holder.rule.mtuBytes < network.mtuBytes);
  const smallest = Math.min(...lower.map((holder) => holder.rule.mtuBytes));
  const [first] = lower;
  if (!first) return [];
  const scope =
    lower.length === rule.holders.length
      ? ""
      : ` on ${counted(lower.length, "node")} of ${rule.holders.length}`;
  return [
    finding("mtu-network-exceeds-rule", {
      ...aboutNetwork(network, rule),
      cause: `The network ${quoted(network.name)} has MTU ${network.mtuBytes}, but its overlay rule ${quoted(rule.overlayRuleName)} allows only ${smallest}${scope}. VMs of this network do not start there.`,
      evidence: [
        {
          sentence: `The overlay rule ${quoted(rule.overlayRuleName)} has MTU ${smallest}${scope}.`,
          observedAt: first.observedAt,
        },
        { sentence: `The network was given MTU ${network.mtuBytes}.`, observedAt: network.updatedAt },
      ],
    }),
  ];
});

export const mtuNetworkExceedsPath = judgeNetworks("mtu-network-exceeds-path", (network, rule) => {
  const innerVlan = network.vlanId > 0;
  const tight = tightPaths(rule, network.mtuBytes, innerVlan);
  const [tightest] = tight;
  if (!tightest) return [];
  const safe = safeMtuBytes(tightest, innerVlan);
  return [
    finding("mtu-network-exceeds-path", {
      ...aboutNetwork(network, rule),
      cause: `The network ${quoted(network.name)} has MTU ${network.mtuBytes}, but ${where(tightest)} at most ${safe} bytes fit${innerVlan ? " with its VLAN tag" : ""}: full packets fragment there.`,
      evidence: proofs(tight, network.mtuBytes, innerVlan),
      remedy: `Lower the network's MTU to ${safe}. It cannot be changed while VMs use the network.`,
    }),
  ];
});

export const mtuJumbo: WarningRule = {
  codes: ["mtu-jumbo"],
  judge(situation) {
    const { rules, unknown } = rulePaths(situation);
    const findings = rules.flatMap((rule) => {
      const { overlayRuleName: name, mtuBytes } = rule;
      const assumed = rule.paths.filter((path) => path.pdcNames.length > 1 && path.source === "assumed");
      if (mtuBytes <= ETHERNET_MTU_BYTES || assumed.length === 0) return [];
      return finding("mtu-jumbo", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `The overlay rule ${quoted(name)} has MTU ${mtuBytes}, more than the internet usually carries, and nobody has measured or declared the path ${listed(assumed.map(where))}.`,
        evidence: assumed.map((path) => ({
          sentence: `The NICs ${where(path)} take ${path.underlayMtuBytes} bytes; what lies between them is not known.`,
          observedAt: path.observedAt,
        })),
        touches: touchesOf(rule),
      });
    });
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

/** Only where every path between PDCs is known, not assumed. */
export const mtuHeadroomUnused: WarningRule = {
  codes: ["mtu-headroom-unused"],
  judge(situation) {
    const { rules, unknown } = rulePaths(situation);
    const findings = rules.flatMap((rule) => {
      const { overlayRuleName: name, mtuBytes, hasInnerVlan, paths } = rule;
      const isGuess = paths.some(({ pdcNames, source }) => pdcNames.length > 1 && source === "assumed");
      const tightest = paths.toSorted(
        (a, b) => safeMtuBytes(a, hasInnerVlan) - safeMtuBytes(b, hasInnerVlan),
      )[0];
      if (!tightest || isGuess || safeMtuBytes(tightest, hasInnerVlan) - mtuBytes < HEADROOM_BYTES_MIN)
        return [];
      return finding("mtu-headroom-unused", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `The overlay rule ${quoted(name)} has MTU ${mtuBytes}, but every path of it carries ${safeMtuBytes(tightest, hasInnerVlan)} bytes unfragmented.`,
        evidence: [
          {
            sentence: `The tightest path, ${where(tightest)}, carries ${tightest.underlayMtuBytes} bytes.`,
            observedAt: tightest.observedAt,
          },
        ],
        touches: touchesOf(rule),
      });
    });
    return { findings, undecided: undecidedNodes(this.codes, unknown) };
  },
};

/** An unset MTU of a VM's NIC counts as 1500. Told once a rule. */
export const mtuVnicExceedsRule: WarningRule = {
  codes: ["mtu-vnic-exceeds-rule"],
  judge({ nodes }) {
    const { known, unknown } = withPart(nodes, "vmVnics");
    const rulesUnknown = known.filter(({ node }) => !node.facts?.overlayRules).map(({ node }) => node);
    const exceeding = known.flatMap(({ node, part }) => {
      const ruleMtuBytes = new Map(
        node.facts?.overlayRules?.value.map(({ name, mtuBytes }) => [name, mtuBytes]),
      );
      return part.value.flatMap((vnic) => {
        const limit = ruleMtuBytes.get(vnic.overlayRuleName ?? "");
        if (limit === undefined || (vnic.mtuBytes ?? ETHERNET_MTU_BYTES) <= limit) return [];
        return { node, vnic, limit, observedAt: part.observedAt };
      });
    });
    const findings = [...groupBy(exceeding, ({ vnic }) => vnic.overlayRuleName ?? "")].map(([name, group]) =>
      finding("mtu-vnic-exceeds-rule", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `${counted(group.length, "VM NIC")} on the overlay rule ${quoted(name)} ${group.length === 1 ? "has" : "have"} an MTU above the rule's. Their VMs do not start the next time.`,
        evidence: group.map(({ node, vnic, limit, observedAt }) => ({
          sentence: `${node.hostname}: ${vnic.interfaceName} of ${vnic.vmAlias || vnic.vmUuid} has ${vnic.mtuBytes === null ? "no MTU, which gives 1500" : `MTU ${vnic.mtuBytes}`}; the rule has ${limit}.`,
          observedAt,
        })),
        touches: group.map(({ node }) => nodeKey(node.id)),
      }),
    );
    return { findings, undecided: undecidedNodes(this.codes, [...unknown, ...rulesUnknown]) };
  },
};
