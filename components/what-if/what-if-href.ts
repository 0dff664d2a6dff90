import type { ChangeKind } from "./form-values.ts";

/** The page with the form of one kind of change open, about these things. */
export function whatIfHref(kind: ChangeKind, subjects: readonly string[] = []): string {
  const params = new URLSearchParams({ try: kind });
  for (const subject of subjects) params.append("of", subject);
  return `/what-if?${params.toString()}`;
}
