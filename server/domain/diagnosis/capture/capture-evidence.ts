import type { LinkKind } from "../../mesh/link-kind.ts";
import type { Pattern, StepCode } from "../step.ts";
import type { Capture, Drop, PacketKind } from "./capture.ts";

/** An end of the link, as addresses in a capture name it. */
export type CaptureEnd = {
  nodeId: string;
  hostname: string;
  adminAddress: string | null;
  externalAddress: string | null;
};

/** What a capture adds to one step of the chain. */
export type CaptureEvidence = {
  code: StepCode;
  outcome: "pass" | "fail";
  weight: "stops" | "impairs";
  sentence: string;
  /** The end it is about; null: both. */
  nodeId: string | null;
  hostname: string | null;
  pattern: Pattern | null;
  /** Something that must not be seen at all. */
  isAlarm: boolean;
};

type Draft = Pick<CaptureEvidence, "code" | "outcome" | "sentence"> & Partial<CaptureEvidence>;

function evidence(draft: Draft): CaptureEvidence {
  return { weight: "stops", nodeId: null, hostname: null, pattern: null, isAlarm: false, ...draft };
}

/** Of packets between the two ends alone; what others send each other tells nothing of this link. */
export function captureEvidence(
  capture: Capture,
  kind: LinkKind,
  ends: readonly [CaptureEnd, CaptureEnd],
): CaptureEvidence[] {
  const ofService = capture.isIkeServiceDown
    ? [
        evidence({
          code: "ike",
          outcome: "fail",
          sentence: "in.iked does not run on the node where this was pasted from: look at the service ike.",
          pattern: "no-packets",
        }),
      ]
    : [];
  return [
    ...clearTextEvidence(capture, ends),
    ...fragmentEvidence(capture, ends),
    ...(kind === "adminLink" ? adminEvidence(capture, ends) : []),
    ...(kind === "ipsecLink" ? [...ofService, ...ipsecEvidence(capture, ends)] : []),
  ];
}

type Direction = 0 | 1;
const addressesOf = ({ adminAddress, externalAddress }: CaptureEnd): (string | null)[] => [
  adminAddress,
  externalAddress,
];

function isFrom(end: CaptureEnd, address: string): boolean {
  return addressesOf(end).includes(address);
}

/** Packets of a kind by direction: from the first end to the second, and back. */
function countsOf(capture: Capture, ends: readonly [CaptureEnd, CaptureEnd], kinds: readonly PacketKind[]) {
  const count = (from: Direction, to: Direction) =>
    capture.flows
      .filter(
        ({ kind, source, destination }) =>
          kinds.includes(kind) && isFrom(ends[from], source) && isFrom(ends[to], destination),
      )
      .reduce((sum, flow) => sum + flow.count, 0);
  return [count(0, 1), count(1, 0)] as const;
}

function clearTextEvidence({ flows }: Capture, ends: readonly [CaptureEnd, CaptureEnd]): CaptureEvidence[] {
  const [a, b] = ends.map(({ externalAddress }) => externalAddress);
  const isBetween = (source: string, destination: string) =>
    (source === a && destination === b) || (source === b && destination === a);
  return flows
    .filter(({ kind, source, destination }) => kind === "vxlan" && isBetween(source, destination))
    .map(({ source, destination, destinationPort, count }) =>
      evidence({
        code: "guard",
        outcome: "fail",
        weight: "impairs",
        isAlarm: true,
        sentence: `${packets(count)} of VXLAN in clear text from ${source} to ${destination}${destinationPort === null ? "" : `, UDP ${destinationPort}`}: tenants' frames cross the external network unprotected.`,
      }),
    );
}

function fragmentEvidence({ flows }: Capture, ends: readonly [CaptureEnd, CaptureEnd]): CaptureEvidence[] {
  const ofEnds = (address: string) => ends.some((end) => isFrom(end, address));
  return flows
    .filter(
      ({ kind, source, destination }) =>
        (kind === "fragment" && ofEnds(source) && ofEnds(destination)) ||
        (kind === "fragmentation-needed" && ofEnds(destination)),
    )
    .map(({ kind, source, destination, count }) =>
      evidence({
        code: "mtu",
        outcome: "fail",
        weight: "impairs",
        sentence:
          kind === "fragment"
            ? `${packets(count)} from ${source} to ${destination} came in fragments.`
            : `${source} told ${destination} that its packets have to be fragmented (${packets(count)}).`,
      }),
    );
}

function adminEvidence(capture: Capture, ends: readonly [CaptureEnd, CaptureEnd]): CaptureEvidence[] {
  const counts = countsOf(capture, ends, ["vxlan"]);
  if (counts[0] > 0 && counts[1] > 0) {
    const sentence = `VXLAN passes both ways (${counts[0]} and ${packets(counts[1])}).`;
    return [evidence({ code: "admin-reach", outcome: "pass", sentence })];
  }
  return oneWay("admin-reach", counts, ends, "VXLAN", null) ?? nothingSeen(capture, "admin-reach", ends);
}

function ipsecEvidence(capture: Capture, ends: readonly [CaptureEnd, CaptureEnd]): CaptureEvidence[] {
  return [
    ...dropEvidence(capture.drops, ends),
    ...phaseOneEvidence(capture, ends),
    ...wireEvidence(capture, ends),
  ];
}

/** The field guide's table: who negotiates, and whether encrypted packets follow. */
function wireEvidence(capture: Capture, ends: readonly [CaptureEnd, CaptureEnd]): CaptureEvidence[] {
  const esp = countsOf(capture, ends, ["esp"]);
  const ike = countsOf(capture, ends, ["ike"]);
  if (esp[0] > 0 && esp[1] > 0) {
    const sentence = `ESP passes both ways (${esp[0]} and ${packets(esp[1])}).`;
    return (["ike", "esp", "traffic"] as const).map((code) =>
      evidence({ code, outcome: "pass", sentence, pattern: "guests-silent" }),
    );
  }
  const oneWayEsp = oneWay("esp", esp, ends, "ESP", "esp-one-way");
  if (oneWayEsp) return oneWayEsp;
  if (ike[0] > 0 && ike[1] > 0) {
    const both = `Both ends negotiate (${ike[0]} and ${packets(ike[1])} of IKE)`;
    return [
      evidence({ code: "ike", outcome: "pass", sentence: `${both}.` }),
      evidence({ code: "esp", outcome: "fail", sentence: `${both}, but no ESP follows.`, pattern: "no-esp" }),
    ];
  }
  return oneWay("ike", ike, ends, "IKE", "one-side-negotiates") ?? nothingSeen(capture, "traffic", ends);
}

function oneWay(
  code: StepCode,
  counts: readonly [number, number],
  ends: readonly [CaptureEnd, CaptureEnd],
  what: string,
  pattern: Pattern | null,
): CaptureEvidence[] | null {
  if ((counts[0] === 0) === (counts[1] === 0)) return null;
  const [from, to] = counts[0] > 0 ? ends : [ends[1], ends[0]];
  const sentence = `${from.hostname} sends ${what} to ${to.hostname} (${packets(counts[0] + counts[1])}), and nothing comes back.`;
  const { nodeId, hostname } = to;
  return [evidence({ code, outcome: "fail", sentence, nodeId, hostname, pattern })];
}

/** Only a capture that shows packets can show that some are missing. */
function nothingSeen(
  { flows }: Capture,
  code: StepCode,
  ends: readonly [CaptureEnd, CaptureEnd],
): CaptureEvidence[] {
  const hasAny = flows.some(({ source, destination }) =>
    ends.some((end) => isFrom(end, source) || isFrom(end, destination)),
  );
  const isAnyBetween = flows.some(({ source, destination }) => {
    const [from, to] = [source, destination].map((address) => ends.findIndex((end) => isFrom(end, address)));
    return from !== to && from !== -1 && to !== -1;
  });
  if (!hasAny || isAnyBetween) return [];
  const sentence = `Nothing between ${ends[0].hostname} and ${ends[1].hostname} is in the capture: it may have been taken on another NIC, or the services ipsecalgs, ike and policy do not run.`;
  return [evidence({ code, outcome: "fail", sentence, pattern: "no-packets" })];
}

const DROP_MEANINGS: Record<string, { code: StepCode; words: string; pattern: Pattern | null }> = {
  "IPsec ESP": {
    code: "esp",
    words: "belongs to an association that is gone there: the other end still uses its own",
    pattern: "esp-one-way",
  },
  "IPsec SPD": { code: "ipsec-policy", words: "meets no policy there", pattern: null },
  "IPsec SADB": {
    code: "ike",
    words: "has to be protected, and there is no association for it",
    pattern: "one-side-negotiates",
  },
};

function dropEvidence(drops: readonly Drop[], ends: readonly [CaptureEnd, CaptureEnd]): CaptureEvidence[] {
  return drops.flatMap(({ droppedBy, direction, source, destination, count }) => {
    const meaning = DROP_MEANINGS[droppedBy];
    const from = ends.find((end) => isFrom(end, source));
    const to = ends.find((end) => isFrom(end, destination));
    if (!meaning || !from || !to || from === to) return [];
    const dropper = direction === "inbound" ? to : from;
    const sentence = `${dropper.hostname} dropped ${packets(count)} from ${from.hostname} to ${to.hostname} (${droppedBy}): what ${direction === "inbound" ? "comes in" : "goes out"} ${meaning.words}.`;
    const { nodeId, hostname } = dropper;
    return [
      evidence({ code: meaning.code, outcome: "fail", sentence, nodeId, hostname, pattern: meaning.pattern }),
    ];
  });
}

function phaseOneEvidence(
  { phaseOnes }: Capture,
  ends: readonly [CaptureEnd, CaptureEnd],
): CaptureEvidence[] {
  return phaseOnes.flatMap(({ local, remote, state, role }) => {
    const own = ends.find((end) => isFrom(end, local));
    const peer = ends.find((end) => isFrom(end, remote));
    if (!own || !peer || own === peer) return [];
    const { nodeId, hostname } = own;
    if (state === "ACTIVE") {
      const sentence = `Phase 1 of ${hostname} with ${peer.hostname} is active.`;
      return [evidence({ code: "ike", outcome: "pass", sentence, nodeId, hostname })];
    }
    if (state === "DELETED") return [];
    const sentence = `Phase 1 of ${hostname} with ${peer.hostname} is not finished (${role}, ${state.toLowerCase()}).`;
    return [
      evidence({ code: "ike", outcome: "fail", sentence, nodeId, hostname, pattern: "one-side-negotiates" }),
    ];
  });
}

function packets(count: number): string {
  return count === 1 ? "1 packet" : `${count} packets`;
}
