import { defaultRouteStanding, routeWords } from "../checklist/external-standing.ts";
import type { LinkEnds } from "../mesh/link-context.ts";
import { externalAddressesOf } from "../mesh/ipsec-association.ts";
import { externalInterface, type Node } from "../node.ts";
import { type AssociationView, associationView } from "./association-flow.ts";
import { NEXT_BY_CODE } from "./next-steps.ts";
import { filterVerdict } from "./packet-filter.ts";
import { type PhaseOneStanding, phaseOneStandings } from "./phase-one.ts";
import { type DiagnosisStep, notAsked, type Seen, seenIn, seenOn, step } from "./step.ts";

export function defaultRouteStep({ nodes }: LinkEnds): DiagnosisStep {
  const standings = nodes.map((node) => ({
    node,
    standing: node.facts && defaultRouteStanding(node.facts),
    observedAt: node.facts?.defaultRoutes?.observedAt ?? null,
  }));
  const wrong = standings.filter(({ standing }) => standing === "none" || standing === "elsewhere");
  if (wrong.length > 0) {
    const seen = wrong.map(({ node, standing, observedAt }) =>
      seenOn(
        node,
        standing === "none"
          ? `${node.hostname} has no default route.`
          : `The default route of ${node.hostname} does not leave through its external NIC: ${(node.facts?.defaultRoutes?.value ?? []).map(routeWords).join(", ")}.`,
        observedAt,
      ),
    );
    // Without any route nothing can leave; another way may still lead there.
    const weight = wrong.some(({ standing }) => standing === "none") ? "stops" : "impairs";
    return step("default-route", { outcome: "fail", weight, seen, next: NEXT_BY_CODE["default-route"] });
  }
  const unknown = standings.filter(({ standing }) => standing === null);
  if (unknown.length > 0) {
    const seen = unknown.map(({ node, observedAt }) =>
      seenOn(node, `Where the default route of ${node.hostname} leaves is not known.`, observedAt),
    );
    return step("default-route", { outcome: "unknown", seen, next: NEXT_BY_CODE["default-route"] });
  }
  const seen = standings.map(({ node, observedAt }) =>
    seenOn(node, `The default route of ${node.hostname} leaves through its external NIC.`, observedAt),
  );
  return step("default-route", { outcome: "pass", seen });
}

const NAT_TRAVERSAL_PORT = 4500;
const IKE_PACKETS = [
  { protocol: "udp", port: 500, words: "UDP 500 (IKE)" },
  { protocol: "udp", port: NAT_TRAVERSAL_PORT, words: "UDP 4500 (IKE behind NAT)" },
  { protocol: "esp", port: null, words: "ESP" },
] as const;

/** What an end's filter does with the packets that IPsec needs. UDP 4500 matters only where a NAT is between. */
function filterFindings(
  node: Node,
  addresses: { own: string; peer: string },
): { blocked: Seen[]; unknown: Seen[] } {
  const { facts, hostname } = node;
  const external = facts && externalInterface(facts);
  if (!facts?.firewall || !external) {
    return { blocked: [], unknown: [seenOn(node, `The firewall of ${hostname} is not known.`, null)] };
  }
  const { value: rules, observedAt } = facts.firewall;
  const judged = IKE_PACKETS.flatMap(({ words, ...packet }) =>
    (["in", "out"] as const).map((direction) => ({
      words: `${words} ${direction === "in" ? "from" : "to"} ${addresses.peer}`,
      isDecisive: packet.port !== NAT_TRAVERSAL_PORT,
      ...filterVerdict(rules, {
        ...packet,
        direction,
        interfaceName: external.name,
        ownAddress: addresses.own,
        peerAddress: addresses.peer,
      }),
    })),
  );
  const blocked = judged.filter(({ verdict }) => verdict === "blocked");
  const open = judged.filter(({ verdict, isDecisive }) => verdict === "unknown" && isDecisive).slice(0, 1);
  const isBlocked = blocked.some(({ isDecisive }) => isDecisive);
  return {
    blocked: (isBlocked ? blocked : []).map(({ words, text }) =>
      seenOn(node, `The firewall of ${hostname} blocks ${words} (${text}).`, observedAt),
    ),
    unknown: open.map(({ words, text }) => {
      const sentence = `A condition in the firewall of ${hostname} leaves open whether ${words} passes (${text}).`;
      return seenOn(node, sentence, observedAt);
    }),
  };
}

/** From what the firewalls let by, how far phase 1 is on both ends, and what associations there are. */
export function ikeStep({ nodes }: LinkEnds): DiagnosisStep {
  const addresses = externalAddressesOf(nodes);
  if (!addresses)
    return notAsked("ike", "not-reached", "Without both external addresses nothing is negotiated.");
  const [first, second] = addresses;
  const filters = [
    filterFindings(nodes[0], { own: first, peer: second }),
    filterFindings(nodes[1], { own: second, peer: first }),
  ];
  const standings = phaseOneStandings(nodes);
  const view = associationView(nodes);
  const failures = [
    filters.flatMap((filter) => filter.blocked),
    standings.filter(({ standing }) => standing === "down").map(downSeen),
    view ? negotiationSeen(standings, view) : [],
  ];
  const seen = failures.find((each) => each.length > 0);
  if (seen) {
    const isCarried = view?.usableCounts.every((count) => count > 0);
    return step("ike", {
      outcome: "fail",
      weight: isCarried ? "impairs" : "stops",
      seen,
      next: NEXT_BY_CODE.ike,
    });
  }
  if (!view) {
    const unread = nodes
      .filter(({ facts }) => !facts?.ipsec)
      .map((node) => seenOn(node, `The IPsec state of ${node.hostname} is not known.`, null));
    return step("ike", { outcome: "unknown", seen: unread, next: NEXT_BY_CODE.ike });
  }
  const agreed = agreementSeen(standings, view);
  if (agreed) return step("ike", { outcome: "pass", seen: agreed });
  const uncertain = filters.flatMap((filter) => filter.unknown);
  const idle = seenIn(
    "Not both ends hold an association. They come on demand, so that is no fault by itself.",
  );
  return step("ike", { outcome: "unknown", seen: [...uncertain, idle], next: NEXT_BY_CODE.ike });
}

function downSeen({ node, observedAt }: PhaseOneStanding): Seen {
  return seenOn(
    node,
    `in.iked does not run on ${node.hostname}, so nobody there negotiates keys.`,
    observedAt,
  );
}

type Standings = readonly [PhaseOneStanding, PhaseOneStanding];

/** An end that asks and is not heard, or that has kept what the other has lost. */
function negotiationSeen(standings: Standings, view: AssociationView): Seen[] {
  const { usableCounts, waitingCounts, isTogether } = view;
  if (usableCounts[0] + usableCounts[1] > 0) {
    return isTogether ? ([0, 1] as const).flatMap((end) => keptAlone(standings, end, usableCounts)) : [];
  }
  const begun = standings.map(({ standing }, end) => standing === "waiting" || (waitingCounts[end] ?? 0) > 0);
  const isActive = standings.every(({ standing }) => standing === "active");
  if (isActive || !begun.includes(true)) return [];
  return standings.flatMap(({ node, peer, state, observedAt, standing }, end) => {
    const isAlone = !begun[end === 0 ? 1 : 0] && standings[end === 0 ? 1 : 0].standing !== "active";
    if (!begun[end]) return [];
    const at = observedAt ?? node.facts?.ipsec?.observedAt ?? null;
    const phase = standing === "waiting" && state ? ` (phase 1: ${state.toLowerCase()})` : "";
    const alone = isAlone ? ` ${peer.hostname} knows of none: only one side negotiates.` : "";
    return seenOn(
      node,
      `${node.hostname} asks ${peer.hostname} for an association and waits${phase}.${alone}`,
      at,
    );
  });
}

function keptAlone(standings: Standings, end: 0 | 1, usableCounts: readonly [number, number]): Seen[] {
  const { node, peer } = standings[end];
  const peerEnd = end === 0 ? 1 : 0;
  if (usableCounts[end] === 0 || usableCounts[peerEnd] > 0) return [];
  const sentence = `${node.hostname} holds ${usableCounts[end]} associations that ${peer.hostname} has lost, so ${peer.hostname} drops what ${node.hostname} sends.`;
  return [
    seenOn(node, sentence, node.facts?.ipsec?.observedAt ?? null),
    seenOn(peer, `${peer.hostname} holds none.`, peer.facts?.ipsec?.observedAt ?? null),
  ];
}

/** Both ends hold associations, or at least have ended phase 1. null: not so, as far as is known. */
function agreementSeen(standings: Standings, { usableCounts }: AssociationView): Seen[] | null {
  if (usableCounts.every((count) => count > 0)) {
    return standings.map(({ node }, end) =>
      seenOn(
        node,
        `${node.hostname} holds ${usableCounts[end]} usable associations.`,
        node.facts?.ipsec?.observedAt ?? null,
      ),
    );
  }
  if (!standings.every(({ standing }) => standing === "active")) return null;
  return standings.map(({ node, peer, observedAt }) =>
    seenOn(node, `Phase 1 of ${node.hostname} with ${peer.hostname} is active.`, observedAt),
  );
}

export function espStep(
  { nodes }: LinkEnds,
  { ike, traffic }: { ike: DiagnosisStep; traffic: DiagnosisStep },
): DiagnosisStep {
  if ((ike.outcome === "fail" && ike.weight === "stops") || ike.outcome === "not-reached") {
    return notAsked("esp", "not-reached", "Without a negotiation on both ends there is nothing to carry.");
  }
  const view = associationView(nodes);
  if (!view) return notAsked("esp", "not-reached", "The associations of both ends are not known.");
  const seen = view.flows.map(({ from, to, sentBytes, receivedBytes }) =>
    seenOn(
      to,
      `${from.hostname} to ${to.hostname}: ${bytesWords(sentBytes)} sent, ${bytesWords(receivedBytes)} taken in.`,
      to.facts?.ipsec?.observedAt ?? null,
    ),
  );
  const isSilent = traffic.outcome === "fail" && traffic.weight === "stops";
  if (ike.outcome === "pass" && isSilent && view.usableCounts.every((count) => count === 0)) {
    const at = seen[0]?.observedAt ?? null;
    const none = seenIn("Both ends have negotiated, but neither holds an association to carry anything.", at);
    return step("esp", {
      outcome: "fail",
      weight: "stops",
      seen: [none],
      next: NEXT_BY_CODE.esp,
      pattern: "no-esp",
    });
  }
  const verdicts = view.flows.map(({ verdict }) => verdict);
  if (verdicts.includes("lost")) {
    return step("esp", { outcome: "fail", weight: "stops", seen, next: NEXT_BY_CODE.esp });
  }
  if (verdicts.every((verdict) => verdict === "arrives")) return step("esp", { outcome: "pass", seen });
  return step("esp", { outcome: "unknown", seen, next: "Send something across, then refresh both ends." });
}

function bytesWords(bytes: number | null): string {
  return bytes === null ? "an unknown number of bytes" : bytes === 1 ? "1 byte" : `${bytes} bytes`;
}
