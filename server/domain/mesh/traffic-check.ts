import type { Probe } from "../facts.ts";
import { adminAddress, externalAddress, type Node } from "../node.ts";
import { type Check, checkOf, type Finding } from "./check.ts";
import { carriedAssociations } from "./ipsec-association.ts";
import type { LinkContext, LinkEnds } from "./link-context.ts";

type ProbeAnswer = { node: Node; peer: Node; probe: Probe; observedAt: Date };

/** Whether packets pass: probes of one end by the other, and for IPsec the bytes its associations took in. */
export function trafficCheck(ends: LinkEnds, context: LinkContext): Check {
  const [a, b] = ends.nodes;
  const answers = [...probesOf(a, b, ends, context), ...probesOf(b, a, ends, context)].toSorted(
    (x, y) => y.observedAt.getTime() - x.observedAt.getTime(),
  );
  const carried = ends.kind === "ipsecLink" ? carriedAssociations(ends.nodes) : null;
  const observedAt = answers.at(-1)?.observedAt ?? carried?.observedAt ?? null;
  const title = ends.kind === "ipsecLink" ? "Traffic on the SA or an answered probe" : "Answered probe";
  const finding = probeFinding(answers, carried !== null);
  if (finding) return checkOf("traffic", title, observedAt, [finding]);
  if (carried) {
    const sentence = "The security associations of this link have carried packets.";
    return checkOf("traffic", title, observedAt, [{ outcome: "pass", sentence }]);
  }
  const idle =
    ends.kind === "ipsecLink"
      ? "Idle: no association has carried anything and neither end was probed. Associations come on demand."
      : "Neither end has probed the other.";
  return checkOf("traffic", title, null, [{ outcome: "unknown", sentence: idle }]);
}

/** What the fresh probes of both ends say together; `silent-since`: no answer is as new as the newest silence. */
export type ProbeVerdict = "none" | "answered" | "silent" | "silent-since";

/** An answer proves both directions, so an older one beside a newer silence proves nothing now. */
export function probeVerdict(answers: readonly { isAnswered: boolean; observedAt: Date }[]): ProbeVerdict {
  if (answers.length === 0) return "none";
  const newest = (isAnswered: boolean) =>
    Math.max(
      ...answers
        .filter((answer) => answer.isAnswered === isAnswered)
        .map(({ observedAt }) => observedAt.getTime()),
    );
  const silentMs = newest(false);
  if (silentMs === -Infinity) return "answered";
  return newest(true) >= silentMs ? "silent" : "silent-since";
}

/** The newest answer that one end got from the other; null: none that is as new as the newest silence. */
export function answeredProbe(
  ends: LinkEnds,
  context: LinkContext,
): { sentence: string; observedAt: Date } | null {
  const [a, b] = ends.nodes;
  const answers = [...probesOf(a, b, ends, context), ...probesOf(b, a, ends, context)];
  const verdict = probeVerdict(
    answers.map(({ probe, observedAt }) => ({ isAnswered: probe.isAnswered, observedAt })),
  );
  if (verdict !== "answered" && verdict !== "silent") return null;
  const [newest] = answers
    .filter(({ probe }) => probe.isAnswered)
    .toSorted((x, y) => y.observedAt.getTime() - x.observedAt.getTime());
  return newest ? { sentence: answerSentence(newest), observedAt: newest.observedAt } : null;
}

const answerSentence = ({ node, peer }: ProbeAnswer): string =>
  `${peer.hostname} answered a probe by ${node.hostname}.`;

/** Answers come newest first. */
function probeFinding(answers: readonly ProbeAnswer[], hasCarried: boolean): Finding | null {
  const [newest] = answers;
  if (!newest) return null;
  const verdict = probeVerdict(
    answers.map(({ probe, observedAt }) => ({ isAnswered: probe.isAnswered, observedAt })),
  );
  const silent = answers.find(({ probe }) => !probe.isAnswered);
  if (!silent) {
    return { outcome: "pass", sentence: answerSentence(newest) };
  }
  const passes = hasCarried || verdict === "silent";
  const sentence = `${silent.peer.hostname} did not answer a probe by ${silent.node.hostname} (${silent.probe.targetAddress}).`;
  return { outcome: "fail", sentence, failMeans: passes ? "degraded" : "down" };
}

/** A probe older than the limit tells nothing about now. */
function probesOf(
  node: Node,
  peer: Node,
  { kind }: LinkEnds,
  { now, staleAfterSeconds }: LinkContext,
): ProbeAnswer[] {
  const target =
    peer.facts && (kind === "adminLink" ? adminAddress(peer.facts) : externalAddress(peer.facts));
  const probes = node.facts?.probes;
  if (!probes || now.getTime() - probes.observedAt.getTime() > staleAfterSeconds * 1000) return [];
  return probes.value
    .filter(({ targetAddress }) => targetAddress === target)
    .map((probe) => ({ node, peer, probe, observedAt: probes.observedAt }));
}
