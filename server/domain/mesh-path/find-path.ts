import { peerPortOf } from "../arp-table/peer-address.ts";
import { overlayRuleOf } from "../arp-table/vnic-claims.ts";
import { type CheckCode, stateByChecks } from "../mesh/check.ts";
import { type Link, linkBetween } from "../mesh/link.ts";
import type { LinkContext } from "../mesh/link-context.ts";
import { linkRowOf } from "../mesh/link-row.ts";
import { nodeHealth } from "../mesh/mesh-node.ts";
import type { Node } from "../node.ts";
import { pdcOf } from "../pdc.ts";
import { type ArpAgreement, arpAgreementOf, overlayOn } from "./arp-agreement.ts";
import { arpReasons } from "./arp-reasons.ts";
import { overlayHopOf, type SegmentOnNode } from "./overlay-step.ts";
import type { LinkHop, NodeHop, PathHop, VnicHop } from "./path-hop.ts";
import { guestMtuBytesOf, mtuReasons, type PathMtuReport, pathMtuOf } from "./path-mtu.ts";
import { type PathPlace, vnicLabel } from "./path-place.ts";
import { PATH_OUTCOMES, type PathOutcome, type PathReason, worstOutcome } from "./path-reason.ts";
import { segmentReasons, subnetReasons } from "./segment-reasons.ts";

export type FoundPath = {
  outcome: PathOutcome;
  /** Everything that speaks against it, worst first; empty when it passes. */
  reasons: PathReason[];
  hops: PathHop[];
  /** The table of the first end about the second, and the other way round; none where frames do not leave the node. */
  arpAgreements: ArpAgreement[];
  mtu: PathMtuReport;
  linkId: string | null;
  linkHop: LinkHop | null;
  observedAt: Date | null;
};

/** How frames get from one place to the other by what is known now. `context` need know of no other node. */
export function findPath(a: PathPlace, b: PathPlace, context: LinkContext): FoundPath {
  const ends = [a, b] as const;
  const apart = segmentReasons(a, b);
  if (apart.length > 0) return pathOf(ends, [...endHops(a), ...endHops(b)], null, [], apart);
  const isOneNode = a.node.id === b.node.id;
  const link = isOneNode ? null : linkBetween(a.node, b.node, context);
  const overlays = ends.map((end) => overlayStepOf(end, segmentOf(a, b), context));
  const agreements = isOneNode ? [] : agreementsOf(a, b, context);
  const middle = isOneNode ? [] : link ? [linkHopOf(link, ends)] : [];
  const hops = [
    ...vnicHops(a),
    ...(overlays[0]?.hop ?? nodeHops(a.node, context)),
    ...middle,
    ...(isOneNode && overlays[1]?.hop ? [] : (overlays[1]?.hop ?? nodeHops(b.node, context))),
    ...vnicHops(b),
  ];
  const reasons = [
    ...unconfirmedReasons(ends),
    ...ends.flatMap(rivalReasons),
    ...overlays.flatMap((overlay, end) => (isOneNode && end === 1 ? [] : (overlay?.reasons ?? []))),
    ...(isOneNode ? freshnessReasons(a.node, context) : linkReasons(link, ends)),
    ...agreements.flatMap(arpReasons),
    ...subnetReasons(a, b),
  ];
  return pathOf(ends, hops, link, agreements, reasons);
}

function pathOf(
  ends: readonly [PathPlace, PathPlace],
  hops: PathHop[],
  link: Link | null,
  arpAgreements: ArpAgreement[],
  reasons: readonly PathReason[],
): FoundPath {
  const isApart = reasons.some(({ outcome }) => outcome === "no-path");
  const mtu = pathMtuOf(isApart ? [] : hops, ends, link);
  const all = [...reasons, ...(isApart ? [] : mtuReasons(mtu, ends))];
  const outcome = all.length === 0 ? "passes" : worstOutcome(all.map((reason) => reason.outcome));
  const instants = hops.flatMap((hop) => (hop.kind === "vnic" ? [] : [hop.observedAt]));
  const known = instants.filter((instant) => instant !== null);
  const [oldest = null] = known.toSorted((x, y) => x.getTime() - y.getTime());
  return {
    outcome,
    reasons: all.toSorted((x, y) => rankOf(x) - rankOf(y)),
    hops,
    arpAgreements,
    mtu,
    linkId: link?.id ?? null,
    linkHop: hops.find((hop) => hop.kind === "link") ?? null,
    observedAt: known.length === instants.length ? oldest : null,
  };
}

const rankOf = ({ outcome }: PathReason) => PATH_OUTCOMES.indexOf(outcome);

/** The segment frames are in: that of whichever end has one. */
function segmentOf(a: PathPlace, b: PathPlace): SegmentOnNode | null {
  const vnic = a.vnic ?? b.vnic;
  if (!vnic || vnic.overlayRuleName === null || vnic.vxlanId === null) return null;
  return { overlayRuleName: vnic.overlayRuleName, vxlanId: vnic.vxlanId, vlanId: vnic.vlanId };
}

function overlayStepOf(end: PathPlace, segment: SegmentOnNode | null, context: LinkContext) {
  if (!segment) return null;
  const { hop, reasons } = overlayHopOf(end, segment, context);
  return { hop: [hop], reasons };
}

function endHops(end: PathPlace): PathHop[] {
  return end.vnic ? vnicHops(end) : [];
}

function vnicHops({ vnic, network }: PathPlace): VnicHop[] {
  if (!vnic) return [];
  const where =
    vnic.overlayRuleName === null
      ? `on NIC tag ${vnic.nicTag || "(none)"}`
      : `in VXLAN ${vnic.vxlanId} of ${vnic.overlayRuleName}`;
  const tag = vnic.vlanId === 0 ? "untagged" : `tagged with VLAN ${vnic.vlanId}`;
  return [
    {
      kind: "vnic",
      title: vnicLabel(vnic),
      sentence: `Its frames are ${where}, ${tag}.`,
      vmUuid: vnic.vmUuid,
      interfaceName: vnic.interfaceName,
      macAddress: vnic.macAddress,
      ipv4Address: vnic.addresses[0]?.ipv4Address ?? null,
      mtuBytes: guestMtuBytesOf(vnic),
      isMtuSet: vnic.mtuBytes !== null,
      network,
    },
  ];
}

function nodeHops(node: Node, context: LinkContext): NodeHop[] {
  const { state, stateSentence } = nodeHealth(node, context);
  return [
    {
      kind: "node",
      title: node.hostname,
      sentence: stateSentence,
      nodeId: node.id,
      hostname: node.hostname,
      pdcLabel: pdcOf(node).label,
      state,
      observedAt: node.facts?.identity?.observedAt ?? null,
    },
  ];
}

function linkHopOf(link: Link, [a, b]: readonly [PathPlace, PathPlace]): LinkHop {
  const { path, isIdle } = linkRowOf(link);
  const vnic = a.vnic ?? b.vnic;
  const endOf = ({ node }: PathPlace) => {
    const ruleName = vnic?.overlayRuleName ?? null;
    const port =
      ruleName === null ? null : peerPortOf(node, ruleName, overlayOn(node, ruleName, vnic?.vxlanId ?? null));
    const address = link.addresses[link.nodeIds.indexOf(node.id)] ?? null;
    const fixed = ruleName === null ? null : overlayRuleOf(node, ruleName)?.listenAddress;
    const listens = fixed && fixed !== "0.0.0.0" ? fixed : address;
    return { hostname: node.hostname, pdcLabel: pdcOf(node).label, address: listens, port };
  };
  return {
    kind: "link",
    title: `${a.node.hostname} – ${b.node.hostname}`,
    sentence: link.reason,
    linkId: link.id,
    linkKind: link.kind,
    path,
    state: link.state,
    stateSentence: link.stateSentence,
    isIdle,
    ends: [endOf(a), endOf(b)],
    observedAt: link.observedAt,
  };
}

function agreementsOf(a: PathPlace, b: PathPlace, context: LinkContext): ArpAgreement[] {
  return [
    ...(b.vnic ? [arpAgreementOf(a.node, b.node, b.vnic, context)] : []),
    ...(a.vnic ? [arpAgreementOf(b.node, a.node, a.vnic, context)] : []),
  ];
}

function unconfirmedReasons(ends: readonly PathPlace[]): PathReason[] {
  return ends
    .filter(({ node }) => !node.isConfirmed)
    .map(({ node }) => ({
      outcome: "unknown",
      sentence: `The host key of ${node.hostname} is not confirmed, so nothing it says counts.`,
      plainSentence: "Not everything on the way is known.",
    }));
}

function rivalReasons({ vnic, rivals = [] }: PathPlace): PathReason[] {
  if (!vnic) return [];
  return rivals.map(({ claims, vmAlias, hostname }) => ({
    outcome: "unknown",
    sentence:
      claims === "mac"
        ? `${vmAlias} on ${hostname} has the MAC of ${vnicLabel(vnic)} too, so where its frames should go is undecided.`
        : `${vmAlias} on ${hostname} has ${vnic.addresses[0]?.ipv4Address ?? "the same address"} on this rule too; nodes find only one of them.`,
    plainSentence: null,
  }));
}

function freshnessReasons(node: Node, context: LinkContext): PathReason[] {
  const { state, stateSentence } = nodeHealth(node, context);
  if (state === "up") return [];
  const plainSentence = "The node that carries both was not read lately or did not answer.";
  return [{ outcome: "unknown", sentence: `${node.hostname}: ${stateSentence}`, plainSentence }];
}

/** The path judges these for its own vNICs; a link may fail them for the sake of others. */
const JUDGED_BY_PATH: ReadonlySet<CheckCode> = new Set(["arp-entries", "mtu"]);

const LINK_OUTCOMES = {
  down: "blocked",
  degraded: "impaired",
  stale: "unknown",
  unknown: "unknown",
} as const;
const PLAIN_LINK_SENTENCES = {
  down: "The link between the two is down.",
  degraded: "The link between the two carries packets, but not as it should.",
  stale: "What is known of the link between the two is too old.",
  unknown: "Whether the link between the two carries packets is not known.",
} as const;

function linkReasons(link: Link | null, [a, b]: readonly [PathPlace, PathPlace]): PathReason[] {
  if (!link) {
    const sentence = `${a.node.hostname} and ${b.node.hostname} share no overlay rule, so no link joins them.`;
    return [{ outcome: "no-path", sentence, plainSentence: "The two ends share no overlay rule." }];
  }
  const ofOwn =
    a.vnic || b.vnic ? stateByChecks(link.checks.filter(({ code }) => !JUDGED_BY_PATH.has(code))) : link;
  if (ofOwn.state === "up") return [];
  return [
    {
      outcome: LINK_OUTCOMES[ofOwn.state],
      sentence: `The link is ${ofOwn.state}: ${ofOwn.stateSentence}`,
      plainSentence: PLAIN_LINK_SENTENCES[ofOwn.state],
    },
  ];
}
