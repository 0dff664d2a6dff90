import { fragmentsOf, outerBytes } from "../mtu.ts";
import type { Evidence, Finding } from "../warning.ts";
import type { WarningCode } from "./catalogue.ts";
import { type Carrier, carrierKeys, carriers, rulesObservedAt } from "./carriers.ts";
import {
  counted,
  EVIDENCE_MAX,
  finding,
  judged,
  listed,
  networkKey,
  nodeKey,
  pdcKey,
  quoted,
  ruleKey,
  TOUCHED_LIMIT,
} from "./finding.ts";
import { type Cloud, groupRule, lacks } from "./model/rule.ts";
import type { Table } from "./model/table.ts";
import {
  arePathsUnknown,
  encapsulated,
  type OverlayPath,
  type PathBundle,
  pathsOfRule,
  type RulePaths,
  safeMtuBytes,
} from "./overlay-path.ts";
import type { NetworkFacts } from "./situation.ts";
import { inOrder } from "../in-order.ts";

const ETHERNET_MTU_BYTES = 1500;
/** Less is not worth a change that makes overlays anew. */
const HEADROOM_BYTES_MIN = 400;
const LISTED_MAX = 5;

type TightPaths = { count: number; first: OverlayPath[] };

const countOf = (bundles: readonly PathBundle[]): number =>
  bundles.reduce((sum, { count }) => sum + count, 0);

/** Paths that do not carry a full packet whole, tightest first; of equal ones by name, so that a finding keeps its words. */
function tightPaths({ bundles }: RulePaths, mtuBytes: number, innerVlan: boolean): TightPaths {
  const tight = bundles
    .filter((bundle) => safeMtuBytes(bundle, innerVlan) < mtuBytes)
    .toSorted(
      (a, b) => safeMtuBytes(a, innerVlan) - safeMtuBytes(b, innerVlan) || inOrder(a.name(), b.name()),
    );
  return { count: countOf(tight), first: firstPaths(tight, EVIDENCE_MAX) };
}

function firstPaths(bundles: readonly PathBundle[], limit: number): OverlayPath[] {
  const first: OverlayPath[] = [];
  for (const bundle of bundles) {
    for (const path of bundle.paths()) {
      if (first.length >= limit) return first;
      first.push(path);
    }
  }
  return first;
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

/** Judges the paths of each rule. */
function pathRule(code: WarningCode, find: (paths: RulePaths, cloud: Cloud) => Finding[]) {
  return groupRule({
    codes: [code],
    table: carriers,
    looksAtNetworks: "rule",
    looksAtPathMtus: true,
    isUnknown: arePathsUnknown,
    judge(group, cloud) {
      const paths = pathsOfRule(group, cloud);
      return judged(paths ? find(paths, cloud) : []);
    },
  });
}

export const mtuOverlayExceedsPath = pathRule("mtu-overlay-exceeds-path", (rule) => {
  const { overlayRuleName: name, mtuBytes, hasInnerVlan } = rule;
  const { count, first } = tightPaths(rule, mtuBytes, hasInnerVlan);
  const [tightest] = first;
  if (!tightest) return [];
  const others = count > 1 ? ` So do ${counted(count - 1, "other path")}.` : "";
  return [
    finding("mtu-overlay-exceeds-path", {
      subject: { kind: "rule", key: ruleKey(name), label: name },
      cause: `The overlay rule ${quoted(name)} has MTU ${mtuBytes}, but ${where(tightest)} at most ${safeMtuBytes(tightest, hasInnerVlan)} bytes fit${hasInnerVlan ? " with a VLAN tag" : ""}: full packets fragment there.${others}`,
      evidence: proofs(first, mtuBytes, hasInnerVlan),
      evidenceCount: count,
      remedy: `Lower the rule's MTU and that of its networks to ${safeMtuBytes(tightest, hasInnerVlan)}, or raise the MTU of the path and declare it.`,
      touches: touchesOf(rule),
    }),
  ];
});

function touchesOf({ pdcNames, group }: RulePaths): string[] {
  return [...pdcNames.map(pdcKey), ...carrierKeys(group)];
}

/** One vDC's network; its members read every word, so no node and no other vDC is named. */
const aboutNetwork = ({ id, vdcId, name, overlayRuleName }: NetworkFacts, { group }: RulePaths) => ({
  subject: { kind: "network" as const, key: networkKey(id), label: name },
  vdcId,
  href: `/vdcs/${vdcId}/networks/${id}`,
  touches: [ruleKey(overlayRuleName ?? ""), ...carrierKeys(group)],
});

export const mtuNetworkExceedsRule = pathRule("mtu-network-exceeds-rule", (paths, cloud) => {
  const { group, overlayRuleName: name } = paths;
  const allowed = group.shares.map(({ value }) => value.rule.mtuBytes);
  const smallest = Math.min(...allowed);
  return cloud.networksOf("rule", name).flatMap((network) => {
    if (network.mtuBytes <= smallest) return [];
    const isLower = ({ rule }: Carrier) => rule.mtuBytes < network.mtuBytes;
    const lower = group.count(isLower);
    const [first] = group.first(1, isLower);
    const scope = lower === group.size ? "" : ` on ${counted(lower, "node")} of ${group.size}`;
    return finding("mtu-network-exceeds-rule", {
      ...aboutNetwork(network, paths),
      cause: `The network ${quoted(network.name)} has MTU ${network.mtuBytes}, but its overlay rule ${quoted(name)} allows only ${smallest}${scope}. VMs of this network do not start there.`,
      evidence: [
        {
          sentence: `The overlay rule ${quoted(name)} has MTU ${smallest}${scope}.`,
          observedAt: first ? rulesObservedAt(first.node) : new Date(0),
        },
        { sentence: `The network was given MTU ${network.mtuBytes}.`, observedAt: network.updatedAt },
      ],
    });
  });
});

export const mtuNetworkExceedsPath = pathRule("mtu-network-exceeds-path", (paths, cloud) => {
  const networks = cloud.networksOf("rule", paths.overlayRuleName);
  const tightBySize = new Map<string, TightPaths>();
  return networks.flatMap((network) => {
    const innerVlan = network.vlanId > 0;
    const size = `${network.mtuBytes} ${innerVlan}`;
    const tight = tightBySize.get(size) ?? tightPaths(paths, network.mtuBytes, innerVlan);
    tightBySize.set(size, tight);
    const [tightest] = tight.first;
    if (!tightest) return [];
    const safe = safeMtuBytes(tightest, innerVlan);
    return finding("mtu-network-exceeds-path", {
      ...aboutNetwork(network, paths),
      cause: `The network ${quoted(network.name)} has MTU ${network.mtuBytes}, but ${where(tightest)} at most ${safe} bytes fit${innerVlan ? " with its VLAN tag" : ""}: full packets fragment there.`,
      evidence: proofs(tight.first, network.mtuBytes, innerVlan),
      evidenceCount: tight.count,
      remedy: `Lower the network's MTU to ${safe}. It cannot be changed while VMs use the network.`,
    });
  });
});

export const mtuJumbo = pathRule("mtu-jumbo", (rule) => {
  const { overlayRuleName: name, mtuBytes, bundles } = rule;
  const assumed = bundles.filter(({ isBetween, source }) => isBetween && source === "assumed");
  const first = firstPaths(assumed, EVIDENCE_MAX);
  if (mtuBytes <= ETHERNET_MTU_BYTES || first.length === 0) return [];
  return [
    finding("mtu-jumbo", {
      subject: { kind: "rule", key: ruleKey(name), label: name },
      cause: `The overlay rule ${quoted(name)} has MTU ${mtuBytes}, more than the internet usually carries, and nobody has measured or declared the path ${listed(first.slice(0, LISTED_MAX).map(where), countOf(assumed))}.`,
      evidence: first.map((path) => ({
        sentence: `The NICs ${where(path)} take ${path.underlayMtuBytes} bytes; what lies between them is not known.`,
        observedAt: path.observedAt,
      })),
      evidenceCount: countOf(assumed),
      touches: touchesOf(rule),
    }),
  ];
});

/** Only where every path between PDCs is known, not assumed. */
export const mtuHeadroomUnused = pathRule("mtu-headroom-unused", (rule) => {
  const { overlayRuleName: name, mtuBytes, hasInnerVlan, bundles } = rule;
  const isGuess = bundles.some(({ isBetween, source }) => isBetween && source === "assumed");
  const [tightest] = firstPaths(
    bundles.toSorted((a, b) => safeMtuBytes(a, hasInnerVlan) - safeMtuBytes(b, hasInnerVlan)),
    1,
  );
  if (!tightest || isGuess || safeMtuBytes(tightest, hasInnerVlan) - mtuBytes < HEADROOM_BYTES_MIN) return [];
  return [
    finding("mtu-headroom-unused", {
      subject: { kind: "rule", key: ruleKey(name), label: name },
      cause: `The overlay rule ${quoted(name)} has MTU ${mtuBytes}, but every path of it carries ${safeMtuBytes(tightest, hasInnerVlan)} bytes unfragmented.`,
      evidence: [
        {
          sentence: `The tightest path, ${where(tightest)}, carries ${tightest.underlayMtuBytes} bytes.`,
          observedAt: tightest.observedAt,
        },
      ],
      touches: touchesOf(rule),
    }),
  ];
});

/** VM NICs whose MTU is above their rule's on the same node, in words, by rule. */
const exceedingVnics: Table<readonly string[]> = {
  name: "exceeding-vnics",
  scan({ hostname, facts }) {
    const limitByRule = new Map(facts?.overlayRules?.value.map(({ name, mtuBytes }) => [name, mtuBytes]));
    const told = new Map<string, string[]>();
    for (const vnic of facts?.vmVnics?.value ?? []) {
      const name = vnic.overlayRuleName ?? "";
      const limit = limitByRule.get(name);
      if (limit === undefined || (vnic.mtuBytes ?? ETHERNET_MTU_BYTES) <= limit) continue;
      const has = vnic.mtuBytes === null ? "no MTU, which gives 1500" : `MTU ${vnic.mtuBytes}`;
      const sentences = told.get(name) ?? [];
      told.set(name, sentences);
      sentences.push(
        `${hostname}: ${vnic.interfaceName} of ${vnic.vmAlias || vnic.vmUuid} has ${has}; the rule has ${limit}.`,
      );
    }
    return [...told].map(([key, value]) => ({ key, text: value.join("\n"), value }));
  },
};

/** An unset MTU of a VM's NIC counts as 1500. Told once a rule. */
export const mtuVnicExceedsRule = groupRule({
  codes: ["mtu-vnic-exceeds-rule"],
  table: exceedingVnics,
  isUnknown: lacks("vmVnics", "overlayRules"),
  judge(group) {
    const name = group.key;
    const count = group.shares.reduce((sum, { value, members }) => sum + value.length * members.size, 0);
    if (count === 0) return judged([]);
    return judged([
      finding("mtu-vnic-exceeds-rule", {
        subject: { kind: "rule", key: ruleKey(name), label: name },
        cause: `${counted(count, "VM NIC")} on the overlay rule ${quoted(name)} ${count === 1 ? "has" : "have"} an MTU above the rule's. Their VMs do not start the next time.`,
        evidence: group.items(EVIDENCE_MAX).flatMap(({ member: { node }, value }) => {
          const observedAt = node.facts?.vmVnics?.observedAt ?? new Date(0);
          return value.map((sentence) => ({ sentence, observedAt }));
        }),
        evidenceCount: count,
        touches: group.first(TOUCHED_LIMIT).map(({ id }) => nodeKey(id)),
      }),
    ]);
  },
});
