import { type Finding, SEVERITIES, type Subject } from "../warning.ts";
import type { WarningCode } from "./catalogue.ts";

/** An open finding, as far as causes look at it. */
export type RelatedFinding = Pick<Finding, "code" | "severity" | "touches"> & {
  id: string;
  subject: Pick<Subject, "kind" | "key">;
};

export type Relation = {
  /** The finding at the bottom of it; null: it stands for itself. */
  rootCauseId: string | null;
  effectCount: number;
  /** Of the worst among it and its effects; 0 is critical. */
  urgency: number;
};

/** `self`: at a node that the effect is about. `node`: there, or at every other node it has to do with. */
type Scope = "self" | "node" | "pdcs" | "rule" | "network";

/** `effects`: whole codes, or beginnings of codes that end in "-". "": every code. */
type Explanation = {
  causes: readonly WarningCode[];
  /** Only findings about such a subject are causes; those of the same codes about others may be effects. */
  about?: Subject["kind"];
  scope: Scope;
  effects: readonly string[];
};

/** What rests on addresses and names that nodes know of each other. */
const BETWEEN_NODES = ["arp-", "ipsec-"];

/** The deepest causes first. A finding is an effect of something that stands above it here, so causes never go round. */
const EXPLANATIONS: readonly Explanation[] = [
  // What is known of a node that does not answer is old; nothing else about it can be settled before.
  {
    causes: [
      "node-unreachable",
      "node-host-key-changed",
      "node-identity-changed",
      "node-refresh-failed",
      "node-unconfirmed",
    ],
    scope: "node",
    effects: [""],
  },
  { causes: ["pdc-name-missing"], scope: "node", effects: ["pdc-", "requirement-", ...BETWEEN_NODES] },
  { causes: ["pdc-name-similar"], scope: "pdcs", effects: ["pdc-", ...BETWEEN_NODES] },
  {
    causes: ["pdc-different-name-same-admin"],
    about: "pdc-pair",
    scope: "pdcs",
    effects: ["pdc-different-name-same-admin", ...BETWEEN_NODES],
  },
  { causes: ["requirement-external-tag"], scope: "node", effects: ["requirement-", ...BETWEEN_NODES] },
  {
    causes: ["requirement-external-address-shared", "requirement-external-address"],
    scope: "node",
    effects: ["requirement-default-route", ...BETWEEN_NODES],
  },
  { causes: ["requirement-default-route"], scope: "node", effects: ["ipsec-one-way"] },
  {
    causes: ["rule-name-ignored", "rule-not-understood"],
    scope: "node",
    effects: ["nictag-", "rule-live-differs", "arp-"],
  },
  { causes: ["nictag-type-conflict"], scope: "rule", effects: ["nictag-missing", "arp-"] },
  {
    causes: ["rule-listen-address-private"],
    scope: "rule",
    effects: ["rule-differs", "rule-live-differs", "arp-drift"],
  },
  { causes: ["rule-differs"], scope: "rule", effects: ["rule-live-differs", "arp-drift"] },
  { causes: ["ipsec-clear-text-guard-missing"], scope: "self", effects: ["rule-unprotected"] },
  { causes: ["ipsec-policy-missing"], scope: "self", effects: ["ipsec-policy-differs", "ipsec-key-missing"] },
  { causes: ["ipsec-key-missing"], scope: "self", effects: ["ipsec-key-differs", "ipsec-one-way"] },
  { causes: ["ipsec-ike-not-running"], scope: "self", effects: ["ipsec-one-way"] },
  { causes: ["arp-table-unreadable"], scope: "self", effects: ["arp-drift", "rule-overlay-degraded"] },
  { causes: ["mtu-network-exceeds-rule"], scope: "rule", effects: ["mtu-vnic-exceeds-rule"] },
  { causes: ["mtu-network-exceeds-rule"], scope: "network", effects: ["mtu-network-exceeds-path"] },
  { causes: ["mtu-overlay-exceeds-path"], scope: "rule", effects: ["mtu-network-exceeds-path"] },
];

const keysOf = ({ touches }: RelatedFinding, kind: string): string[] =>
  touches.filter((key) => key.startsWith(`${kind}:`));

/** Nodes each of which would be reason enough: the node it is about, either end of a link, whoever claims an address. */
function ownNodes(finding: RelatedFinding): string[] {
  const { kind, key } = finding.subject;
  if (key.startsWith("node:")) return [key];
  const nodes = keysOf(finding, "node");
  if (kind === "link" || key.startsWith("arp-claim:") || key.startsWith("address:")) return nodes;
  return key.startsWith("arp-table:") || key.startsWith("arp-file:") ? nodes.slice(0, 1) : [];
}

/** Nodes of which a cause says that something is wrong with them. */
function blamedNodes(cause: RelatedFinding): string[] {
  const own = ownNodes(cause);
  return own.length > 0 ? own : keysOf(cause, "node");
}

const pairOf = (finding: RelatedFinding): string[] => {
  const pdcs = keysOf(finding, "pdc");
  return pdcs.length === 2 ? [JSON.stringify(pdcs.toSorted())] : [];
};

/** A NIC tag of a rule's name is that rule's. */
function rulesOf({ subject, touches }: RelatedFinding): string[] {
  const ofTag = subject.key.startsWith("nictag:") ? [`rule:${subject.key.slice("nictag:".length)}`] : [];
  return [...ofTag, ...touches.filter((key) => key.startsWith("rule:"))];
}

const anchorsOf: Record<Scope, (cause: RelatedFinding) => string[]> = {
  self: blamedNodes,
  node: blamedNodes,
  pdcs: pairOf,
  rule: rulesOf,
  network: ({ subject }) => [subject.key],
};

function explains({ effects }: Explanation, code: WarningCode): boolean {
  return effects.some((effect) => code === effect || (/-$|^$/.test(effect) && code.startsWith(effect)));
}

function isCause({ causes, about }: Explanation, { code, subject }: RelatedFinding): boolean {
  return causes.includes(code) && (about === undefined || subject.kind === about);
}

type CauseByAnchor = ReadonlyMap<string, RelatedFinding>;

function causeAtNodes(finding: RelatedFinding, scope: "self" | "node", causeByNode: CauseByAnchor) {
  const own = ownNodes(finding);
  const at = own.find((key) => causeByNode.has(key));
  if (at !== undefined || scope === "self") return causeByNode.get(at ?? "") ?? null;
  const others = keysOf(finding, "node").filter((key) => !own.includes(key));
  return others.every((key) => causeByNode.has(key)) ? (causeByNode.get(others[0] ?? "") ?? null) : null;
}

function causeAt(finding: RelatedFinding, scope: Scope, causes: CauseByAnchor): RelatedFinding | null {
  if (scope === "self" || scope === "node") return causeAtNodes(finding, scope, causes);
  const anchor = anchorsOf[scope](finding).find((key) => causes.has(key));
  return causes.get(anchor ?? "") ?? null;
}

type Ranked = Explanation & { causeByAnchor: CauseByAnchor };

function indexed(explanation: Explanation, byCode: ReadonlyMap<WarningCode, RelatedFinding[]>): Ranked {
  const causeByAnchor = new Map<string, RelatedFinding>();
  for (const code of explanation.causes) {
    for (const cause of byCode.get(code) ?? []) {
      if (!isCause(explanation, cause)) continue;
      for (const anchor of anchorsOf[explanation.scope](cause)) {
        if (!causeByAnchor.has(anchor)) causeByAnchor.set(anchor, cause);
      }
    }
  }
  return { ...explanation, causeByAnchor };
}

function directCause(finding: RelatedFinding, ranked: readonly Ranked[]): RelatedFinding | null {
  for (const explanation of ranked) {
    // Nothing is its own cause, nor that of what lies deeper.
    if (isCause(explanation, finding)) return null;
    if (!explains(explanation, finding.code)) continue;
    const cause = causeAt(finding, explanation.scope, explanation.causeByAnchor);
    if (cause) return cause;
  }
  return null;
}

/** Which of the findings are effects of which; the same whatever their order. Its time grows with their number. */
export function relateFindings(findings: readonly RelatedFinding[]): Map<string, Relation> {
  const inOrder = findings.toSorted((a, b) => (a.subject.key < b.subject.key ? -1 : 1));
  const byCode = Map.groupBy(inOrder, ({ code }) => code);
  const ranked = EXPLANATIONS.map((explanation) => indexed(explanation, byCode)).filter(
    ({ causeByAnchor }) => causeByAnchor.size > 0,
  );
  const causeById = new Map(findings.map((finding) => [finding.id, directCause(finding, ranked)]));
  const relations = new Map<string, Relation>(
    findings.map(({ id, severity }) => [
      id,
      { rootCauseId: null, effectCount: 0, urgency: SEVERITIES.indexOf(severity) },
    ]),
  );
  for (const { id, severity } of findings) {
    let root = causeById.get(id) ?? null;
    for (let deeper = root; deeper; deeper = causeById.get(deeper.id) ?? null) root = deeper;
    const own = relations.get(id);
    const above = root && relations.get(root.id);
    if (!root || !own || !above) continue;
    own.rootCauseId = root.id;
    above.effectCount += 1;
    above.urgency = Math.min(above.urgency, SEVERITIES.indexOf(severity));
  }
  return relations;
}

/** Root causes of the most urgent, then of the most effects first; the order of the review queue. */
export function compareRelations(a: Relation, b: Relation): number {
  return a.urgency - b.urgency || b.effectCount - a.effectCount;
}
