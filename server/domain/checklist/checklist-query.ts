import * as z from "zod";
import type { Node } from "../node.ts";
import { checklistContextOf, type ChecklistSettings } from "./context.ts";
import { nodeChecklist } from "./node-checklist.ts";
import {
  type NodeChecklist,
  REQUIREMENT_CODES,
  REQUIREMENT_OUTCOMES,
  type RequirementCode,
  type RequirementOutcome,
} from "./requirement.ts";

const PAGE_LENGTH_MAX = 1000;

const Filter = z.object({
  /** Nodes of which something, or the requirement named beside it, stands so. */
  outcome: z.enum(REQUIREMENT_OUTCOMES, { error: "There is no such outcome." }).nullable().default(null),
  requirement: z.enum(REQUIREMENT_CODES, { error: "There is no such requirement." }).nullable().default(null),
  /** "": nodes without a name. */
  pdcName: z.string().max(255, "A PDC name has at most 255 characters.").nullable().default(null),
  /** Found in host or PDC names. */
  text: z
    .string("Write the filter as text.")
    .trim()
    .max(200, "Filter by at most 200 characters.")
    .default(""),
});
type Filter = z.infer<typeof Filter>;

const Cursor = z.object({
  outcome: z.enum(REQUIREMENT_OUTCOMES),
  hostname: z.string().max(256),
  nodeId: z.string().max(80),
});
type Cursor = z.infer<typeof Cursor>;

export const ChecklistQuery = Filter.extend({
  /** The last row of the page before; null: the first page. */
  cursor: Cursor.nullish().transform((cursor) => cursor ?? null),
  limit: z.number().int().min(1).max(PAGE_LENGTH_MAX).default(100),
});
export type ChecklistQuery = z.infer<typeof ChecklistQuery>;

export type OutcomeCounts = Record<RequirementOutcome, number>;

/** What is asked of every node of the cloud. */
export type Checklist = {
  /** Worst first, then by hostname. */
  rows: NodeChecklist[];
  nodeCounts: OutcomeCounts;
  countsByRequirement: Record<RequirementCode, OutcomeCounts>;
  pdcNames: string[];
  /** False: what crosses PDCs is not asked of anybody yet. */
  hasSecondPdc: boolean;
};

export function checklistOf(nodes: readonly Node[], settings: ChecklistSettings): Checklist {
  const context = checklistContextOf(nodes, settings);
  const rows = nodes.map((node) => nodeChecklist(node, context)).toSorted(compareRows);
  const countsOf = (code: RequirementCode): OutcomeCounts =>
    countOutcomes(rows.map((row) => outcomeOf(row, code)));
  return {
    rows,
    nodeCounts: countOutcomes(rows.map(({ outcome }) => outcome)),
    // Every code is there, which Object.fromEntries cannot tell.
    countsByRequirement: Object.fromEntries(
      REQUIREMENT_CODES.map((code) => [code, countsOf(code)]),
    ) as Checklist["countsByRequirement"],
    pdcNames: [...new Set(rows.flatMap(({ pdcName }) => pdcName ?? []))].toSorted(),
    hasSecondPdc: context.pdcNames.size > 1,
  };
}

/** One page of it; `nextCursor` null: the last one. */
export function checklistPage({ rows, ...sums }: Checklist, query: ChecklistQuery) {
  const { cursor, limit } = query;
  const matching = rows.filter((row) => isMatch(row, query));
  const from = cursor ? matching.findIndex((row) => compareRows(row, cursor) > 0) : 0;
  const page = from === -1 ? [] : matching.slice(from, from + limit);
  const last = page.at(-1);
  const hasMore = last !== undefined && last !== matching.at(-1);
  const nextCursor: Cursor | null = hasMore
    ? { outcome: last.outcome, hostname: last.hostname, nodeId: last.nodeId }
    : null;
  return { ...sums, rows: page, matchingCount: matching.length, totalCount: rows.length, nextCursor };
}

function isMatch(row: NodeChecklist, { outcome, requirement, pdcName, text }: Filter): boolean {
  const { hostname, pdcName: own } = row;
  if (pdcName !== null && own !== pdcName) return false;
  if (text !== "" && !`${hostname}\n${own ?? ""}`.toLowerCase().includes(text.toLowerCase())) return false;
  if (requirement !== null) {
    const found = outcomeOf(row, requirement);
    return outcome === null ? found === "fail" || found === "unknown" : found === outcome;
  }
  return outcome === null || row.outcome === outcome;
}

function outcomeOf({ requirements }: NodeChecklist, code: RequirementCode): RequirementOutcome {
  return requirements.find((requirement) => requirement.code === code)?.outcome ?? "unknown";
}

function compareRows(a: Cursor, b: Cursor): number {
  const rank = (row: Cursor) => REQUIREMENT_OUTCOMES.indexOf(row.outcome);
  const byHostname = a.hostname < b.hostname ? -1 : Number(a.hostname > b.hostname);
  return rank(a) - rank(b) || byHostname || (a.nodeId < b.nodeId ? -1 : Number(a.nodeId > b.nodeId));
}

function countOutcomes(outcomes: readonly RequirementOutcome[]): OutcomeCounts {
  const counts: OutcomeCounts = { fail: 0, unknown: 0, pass: 0, "not-needed": 0 };
  for (const outcome of outcomes) counts[outcome] += 1;
  return counts;
}
