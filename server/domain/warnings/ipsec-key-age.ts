import { counted, EVIDENCE_MAX, finding, judged, nodeHref, nodeKey, undecidedNode } from "./finding.ts";
import type { NodeRule } from "./model/rule.ts";

const DAY_MILLISECONDS = 86_400_000;
const KEY_DAYS_MAX = 365;
const KEY_MILLISECONDS_MAX = KEY_DAYS_MAX * DAY_MILLISECONDS;

/** Told in whole years, so that it does not say something else every day. A key may be older than it is known. */
export const ipsecKeyOld: NodeRule = {
  codes: ["ipsec-key-old"],
  per: "node",
  dueAt({ facts }) {
    const since = (facts?.ipsec?.value.presharedKeys ?? []).flatMap(({ knownSince }) => knownSince ?? []);
    return since.length === 0 ? null : new Date(Math.min(...since) + KEY_MILLISECONDS_MAX);
  },
  judge({ node }, { now }) {
    const keys = node.facts?.ipsec?.value.presharedKeys;
    if (!keys) return { findings: [], undecided: undecidedNode(this.codes, node.id) };
    const known = keys.flatMap(({ knownSince, remoteAddress }) =>
      knownSince === undefined ? [] : [{ since: new Date(knownSince), remoteAddress }],
    );
    const ageOf = ({ since }: { since: Date }) => now.getTime() - since.getTime();
    const old = known
      .filter((key) => ageOf(key) >= KEY_MILLISECONDS_MAX)
      .toSorted((a, b) => a.since.getTime() - b.since.getTime());
    const undecided = known.length < keys.length ? undecidedNode(this.codes, node.id) : [];
    const [oldest] = old;
    if (!oldest) return { findings: [], undecided };
    const years = Math.floor(ageOf(oldest) / KEY_MILLISECONDS_MAX);
    const told = finding("ipsec-key-old", {
      subject: { kind: "node", key: nodeKey(node.id), label: node.hostname },
      cause: `${counted(old.length, "pre-shared key")} of ${node.hostname} ${old.length === 1 ? "has" : "have"} been the same for ${years === 1 ? "a year" : `${years} years`} at least. Whoever learnt one may still take part in the traffic it protects.`,
      evidence: old.slice(0, EVIDENCE_MAX).map(({ since, remoteAddress }) => ({
        sentence: `The key for ${remoteAddress} was first seen then, and is still the same.`,
        observedAt: since,
      })),
      evidenceCount: old.length,
      href: nodeHref(node.id),
    });
    return { ...judged([told]), undecided };
  },
};
