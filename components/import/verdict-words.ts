import {
  type RowVerdict,
  type Verdict,
  VERDICTS,
  type VerdictCounts,
} from "#server/domain/import/verdict.ts";

type Tone = "bad" | "good" | "info" | "neutral";

export const VERDICT_WORDS = {
  refused: { label: "Refused", tone: "bad" },
  new: { label: "New", tone: "good" },
  changed: { label: "Changed", tone: "info" },
  unchanged: { label: "Unchanged", tone: "neutral" },
  "left-out": { label: "Left out", tone: "neutral" },
} as const satisfies Record<Verdict, { label: string; tone: Tone }>;

/** "2 new, 1 changed, 37 refused", only what there is. */
export function countsSentence(counts: VerdictCounts): string {
  const parts = VERDICTS.toReversed()
    .toSorted((a, b) => Number(a === "refused") - Number(b === "refused"))
    .filter((verdict) => counts[verdict] > 0)
    .map(
      (verdict) => `${counts[verdict].toLocaleString("en")} ${VERDICT_WORDS[verdict].label.toLowerCase()}`,
    );
  return parts.join(", ");
}

export type VerdictLine = { line: number; field: string; text: string };

/** What is said of a row: why it is refused, or what would change. */
export function verdictLines({ line, violations, changes, note }: RowVerdict): VerdictLine[] {
  if (violations.length > 0) {
    return violations.map((violation) => ({
      line: violation.line ?? line,
      field: violation.field,
      text: violation.message,
    }));
  }
  const changed = changes.map(({ field, before, after }) => ({
    line,
    field,
    text: `${before || "none"} → ${after || "none"}`,
  }));
  return note === null ? changed : [...changed, { line, field: "", text: note }];
}

/** Whether every word occurs somewhere in what is shown of the row. */
export function matchesWords(row: RowVerdict, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const said = verdictLines(row).map(({ field, text }) => `${field} ${text}`);
  const text = [`${row.line}`, row.vdcName ?? "", row.name, ...said].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}
