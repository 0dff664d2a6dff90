import type { Evidence, Finding, Judgement, Severity, Subject, Undecided } from "../warning.ts";
import { WARNING_CATALOGUE, type CatalogueEntry, type WarningCode } from "./catalogue.ts";

const NAME_CHARACTERS_MAX = 80;
const KEY_CHARACTERS_MAX = 600;
export const EVIDENCE_MAX = 25;
const LISTED_MAX = 5;
const EXACT_BELOW = 100;
/** More would make a finding about every pair of nodes grow with their square. */
const TOUCHED_MAX = 500;
/** One more than a finding touches by name, so that it shows that there are more. */
export const TOUCHED_LIMIT = TOUCHED_MAX + 1;
/** Stands for the nodes that were too many to name. */
export const ANY_NODE = "node:*";

type Draft = {
  subject: Subject;
  cause: string;
  evidence: Evidence[];
  /** When there is more evidence than is given: of how much the given is the first. */
  evidenceCount?: number;
  /** Beside the subject's own key, which is always among them. */
  touches?: readonly string[];
  /** Where it is mended; the page of the first thing that it touches unless given. */
  href?: string | null;
  vdcId?: string | null;
  severity?: Severity;
  remedy?: string | undefined;
};

/** Completes a finding from the catalogue. Names come from nodes: nothing in it can upset a screen, a log or the database. */
export function finding(code: WarningCode, draft: Draft): Finding {
  const entry: CatalogueEntry = WARNING_CATALOGUE[code];
  const { subject } = draft;
  const key = keyText(subject.key);
  return {
    code,
    severity: draft.severity ?? entry.severity,
    subject: { kind: subject.kind, key, label: plainText(subject.label) },
    cause: plainText(draft.cause),
    evidence: boundedEvidence(draft.evidence, draft.evidenceCount ?? draft.evidence.length),
    remedy: plainText(draft.remedy ?? entry.remedy),
    // People of a vDC have no pages of nodes, rules and PDCs.
    href: draft.href ?? (draft.vdcId ? null : hrefOfFirst([subject.key, ...(draft.touches ?? [])])),
    touches: boundedTouches(key, draft.touches ?? []),
    vdcId: draft.vdcId ?? null,
  };
}

function boundedTouches(key: string, touches: readonly string[]): string[] {
  const all = new Set([key, ...touches.slice(0, TOUCHED_MAX).map(keyText)]);
  return touches.length > TOUCHED_MAX ? [...all, ANY_NODE] : [...all];
}

function boundedEvidence(evidence: readonly Evidence[], count: number): Evidence[] {
  const kept = evidence.slice(0, EVIDENCE_MAX);
  const last = kept.at(-1);
  const more = count - kept.length;
  const rest =
    last && more > 0 ? [{ sentence: `And ${roundly(more)} more.`, observedAt: last.observedAt }] : [];
  return [...kept, ...rest].map(({ sentence, observedAt }) => ({
    sentence: plainText(sentence),
    observedAt,
  }));
}

const PRINTABLE = /^[\x20-\x7e]*$/;

function plainText(text: string): string {
  if (PRINTABLE.test(text)) return text;
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, "\uFFFD").toWellFormed();
}

function keyText(text: string): string {
  return plainText(text).slice(0, KEY_CHARACTERS_MAX);
}

/** A name as somebody typed it, visible to its last space and never longer than a line. */
export function quoted(name: string): string {
  return `“${name.length > NAME_CHARACTERS_MAX ? `${name.slice(0, NAME_CHARACTERS_MAX)}…` : name}”`;
}

/** "a, b and 3 more"; `count` where not all names are given. */
export function listed(names: readonly string[], count = names.length): string {
  const shown = names.slice(0, LISTED_MAX);
  const more = count - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : (shown[0] ?? "");
}

/** A number that people read and nobody counts after: so that it does not change with every node of a large cloud. */
export function roundly(count: number): string {
  if (count < EXACT_BELOW) return String(count);
  const step = 10 ** (Math.floor(Math.log10(count)) - 1);
  return `about ${Math.round(count / step) * step}`;
}

/** "1 node", "3 nodes". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

export const nodeKey = (nodeId: string): string => `node:${nodeId}`;
export const pdcKey = (pdcName: string): string => `pdc:${pdcName}`;
export const ruleKey = (overlayRuleName: string): string => `rule:${overlayRuleName}`;
export const vdcKey = (vdcId: string): string => `vdc:${vdcId}`;
export const networkKey = (networkId: string): string => `network:${networkId}`;

/** The same for a pair and for its reverse; names may hold any character. */
export function pairKey(kind: string, names: readonly [string, string]): string {
  return `${kind}:${JSON.stringify(names.toSorted())}`;
}

/** Where the link of two nodes is looked into. */
export const linkHref = ([a, b]: readonly [string, string]): string =>
  `/diagnose?from=${encodeURIComponent(`node/${a}`)}&to=${encodeURIComponent(`node/${b}`)}`;
export const nodeHref = (nodeId: string): string => `/nodes/${nodeId}`;

function hrefOfFirst(keys: readonly string[]): string | null {
  for (const key of keys) {
    const [, kind, name = ""] = /^(node|rule|pdc):(.*)$/s.exec(keyText(key)) ?? [];
    if (kind === "node" && key !== ANY_NODE) return nodeHref(name);
    if (kind === "rule") return `/overlay-rules/${encodeURIComponent(name)}`;
    if (kind === "pdc") return `/pdcs?q=${encodeURIComponent(name)}`;
  }
  return null;
}

/** The given codes cannot be decided where these things are concerned. */
export function undecidedFor(codes: readonly WarningCode[], touching: readonly string[]): Undecided[] {
  return codes.flatMap((code) => touching.map((key) => ({ code, touching: keyText(key) })));
}

/** What can be said when the node has not told what the codes are about. */
export function undecidedNode(codes: readonly WarningCode[], nodeId: string): Undecided[] {
  const touching = nodeKey(nodeId);
  return codes.flatMap((code) => [
    { code, touching },
    { code, touching: ANY_NODE },
  ]);
}

const NOTHING: Judgement = { findings: [], undecided: [] };

export function judged(findings: Finding[]): Judgement {
  return findings.length > 0 ? { findings, undecided: [] } : NOTHING;
}
