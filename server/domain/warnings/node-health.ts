import type { Observed } from "../facts.ts";
import type { LastRefresh, Node, RefreshFailureCause } from "../node.ts";
import type { Judgement } from "../warning.ts";
import type { WarningCode } from "./catalogue.ts";
import { finding, judged, nodeHref, nodeKey, undecidedFor } from "./finding.ts";
import type { NodeRule } from "./model/rule.ts";
import type { PartFailure } from "./situation.ts";

type Failed = Extract<LastRefresh, { outcome: "failed" }>;

const CODE_BY_CAUSE: Record<RefreshFailureCause, WarningCode | "nothing-learnt"> = {
  unreachable: "node-unreachable",
  "time-out": "node-unreachable",
  "connection-lost": "node-unreachable",
  authentication: "node-unreachable",
  handshake: "node-unreachable",
  "jump-host-unreachable": "node-unreachable",
  "jump-host-refused": "node-unreachable",
  "host-key-changed": "node-host-key-changed",
  "host-key-unconfirmed": "node-unconfirmed",
  "command-failed": "node-refresh-failed",
  unparsable: "node-refresh-failed",
  "output-too-large": "node-refresh-failed",
  "identity-changed": "node-identity-changed",
  interrupted: "nothing-learnt",
};

const CAUSE_WORDS: Record<RefreshFailureCause, string> = {
  unreachable: "it does not answer at its SSH address",
  "time-out": "it did not answer in time",
  "connection-lost": "the connection broke off",
  authentication: "it refused Overmesh's SSH key",
  handshake: "it has no SSH algorithm in common with Overmesh",
  "jump-host-unreachable": "the jump host of its PDC does not answer",
  "jump-host-refused": "the jump host of its PDC refuses",
  "host-key-changed": "it showed another host key than the confirmed one",
  "host-key-unconfirmed": "nobody has confirmed its host key",
  "command-failed": "a command failed",
  unparsable: "its answer could not be read",
  "output-too-large": "its answer was too large",
  "identity-changed": "it reports the identity of another machine",
  interrupted: "the refresh was interrupted",
};

const CONSEQUENCE: Partial<Record<WarningCode, string>> = {
  "node-unreachable": "Everything shown of it, its links included, is what was known before.",
  "node-host-key-changed": "It may be an impostor, so nothing was read from it.",
  "node-unconfirmed": "Until somebody does, nothing it says is taken over.",
  "node-refresh-failed": "What is shown of it is older.",
  "node-identity-changed": "Nothing it says is taken over.",
};

/** Codes that tell how the last refresh ended, in the order in which a refresh learns them. */
const REFRESH_CODES = [
  "node-unreachable",
  "node-host-key-changed",
  "node-unconfirmed",
  "node-identity-changed",
  "node-refresh-failed",
] as const satisfies WarningCode[];

/** One finding a node: what stopped its last refresh. What lies behind that was not learnt, so it is neither true nor false. */
export const nodeRefreshFailed: NodeRule = {
  codes: REFRESH_CODES,
  per: "node",
  judge: ({ node }, cloud) => judgeLastRefresh(node, cloud.partFailures(node.id).length > 0),
};

function judgeLastRefresh(node: Node, hasPartFailures: boolean): Judgement {
  const { lastRefresh } = node;
  const undecided = (codes: readonly WarningCode[]) => undecidedFor(codes, [nodeKey(node.id)]);
  if (!lastRefresh) return { findings: [], undecided: undecided(REFRESH_CODES) };
  if (lastRefresh.outcome === "ok") return { findings: [], undecided: [] };
  // The node was read but for some parts, which are told by themselves.
  if (lastRefresh.cause === "unparsable" && hasPartFailures) return { findings: [], undecided: [] };
  const code = CODE_BY_CAUSE[lastRefresh.cause];
  if (code === "nothing-learnt") return { findings: [], undecided: undecided(REFRESH_CODES) };
  const notLearnt = REFRESH_CODES.slice(REFRESH_CODES.findIndex((later) => later === code) + 1);
  return { findings: [failedRefresh(code, node, lastRefresh)], undecided: undecided(notLearnt) };
}

function failedRefresh(code: WarningCode, node: Node, { cause, detail, finishedAt }: Failed) {
  const since = newestObservedAt(node);
  const seen = since
    ? [{ sentence: `The last facts of ${node.hostname} are from this time.`, observedAt: since }]
    : [];
  return finding(code, {
    subject: { kind: "node", key: nodeKey(node.id), label: node.hostname },
    cause:
      `The last refresh of ${node.hostname} failed: ${CAUSE_WORDS[cause]}. ${CONSEQUENCE[code] ?? ""}`.trim(),
    evidence: [
      { sentence: detail === "" ? `${CAUSE_WORDS[cause]}.` : detail, observedAt: finishedAt },
      ...seen,
    ],
    href: nodeHref(node.id),
  });
}

/** A node that was never read has no facts that could be stale; that is told otherwise. */
export const nodeFactsStale: NodeRule = {
  codes: ["node-facts-stale"],
  per: "node",
  dueAt(node, { staleAfterSeconds }) {
    const observedAt = newestObservedAt(node);
    return observedAt && new Date(observedAt.getTime() + staleAfterSeconds * 1000 + 1);
  },
  judge({ node }, { settings, now }) {
    const observedAt = newestObservedAt(node);
    if (!observedAt) return { findings: [], undecided: undecidedFor(this.codes, [nodeKey(node.id)]) };
    if (now.getTime() - observedAt.getTime() <= settings.staleAfterSeconds * 1000) return judged([]);
    return judged([
      finding("node-facts-stale", {
        subject: { kind: "node", key: nodeKey(node.id), label: node.hostname },
        cause: `Nothing has been read from ${node.hostname} for longer than the limit of ${duration(settings.staleAfterSeconds)}. Its links count as stale, and changes on it are not seen.`,
        evidence: [{ sentence: `The last facts of ${node.hostname} are from this time.`, observedAt }],
        href: nodeHref(node.id),
      }),
    ]);
  },
};

export const nodePartUnreadable: NodeRule = {
  codes: ["node-part-unreadable"],
  per: "node",
  judge({ node }, cloud) {
    const failures = cloud.partFailures(node.id);
    if (!node.facts) return { findings: [], undecided: undecidedFor(this.codes, [nodeKey(node.id)]) };
    return judged(failures.length > 0 ? [unreadableParts(node, failures)] : []);
  },
};

function unreadableParts(node: Node, failures: readonly PartFailure[]) {
  const at = node.lastRefresh?.finishedAt ?? newestObservedAt(node);
  return finding("node-part-unreadable", {
    subject: { kind: "node", key: nodeKey(node.id), label: node.hostname },
    cause: `The last refresh could not read everything ${node.hostname} reported. What was known of these parts is kept and grows old.`,
    evidence: at
      ? failures.map(({ part, reason }) => ({ sentence: `${part}: ${reason}`, observedAt: at }))
      : [],
    href: nodeHref(node.id),
  });
}

function newestObservedAt({ facts }: Node): Date | null {
  const parts: (Observed<unknown> | null)[] = facts ? Object.values(facts) : [];
  const times = parts.flatMap((part) => (part ? [part.observedAt] : []));
  return times.length > 0 ? times.reduce((a, b) => (a > b ? a : b)) : null;
}

function duration(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
