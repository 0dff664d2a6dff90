import { readWish, RequestDraft } from "#server/domain/delegation-request.ts";
import type { Violation } from "#server/domain/errors.ts";

/** What can be said without asking the server; fields of the wish go by their own names. */
export function localProblems(draft: RequestDraft): Violation[] {
  const { error } = RequestDraft.safeParse(draft);
  const ofShape =
    error?.issues.map(({ path, message }) => ({ field: fieldOf(path.join(".")), message })) ?? [];
  return [...ofShape, ...readWish(draft.wanted).violations];
}

function fieldOf(path: string): string {
  return path.replace(/^wanted\./, "");
}

/** First sentence of each field. */
export function problemsByField(violations: readonly Violation[]): ReadonlyMap<string, string> {
  const byField = new Map<string, string>();
  for (const { field, message } of violations) {
    const name = fieldOf(field);
    if (!byField.has(name)) byField.set(name, message);
  }
  return byField;
}
