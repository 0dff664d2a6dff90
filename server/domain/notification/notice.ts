export const NOTICE_KINDS = ["opened", "reopened", "worsened", "still-open", "resolved"] as const;

/**
 * What may be told of a warning. `worsened`: it became more severe; `still-open`: a snooze reached its end and it is true
 * nevertheless.
 */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const CHANGES = ["opened", "reopened", "worsened", "still-open", "resolved", "passed"] as const;

/** What several notices of one warning come to. `passed`: it opened and closed again before anybody was told. */
export type Change = (typeof CHANGES)[number];

/** null: it is as it was told before. `kinds` are in the order in which they happened, at least one. */
export function changeOf(kinds: readonly NoticeKind[]): Change | null {
  const wasOpen = kinds[0] !== "opened" && kinds[0] !== "reopened";
  const isOpen = kinds.at(-1) !== "resolved";
  if (!isOpen) return wasOpen ? "resolved" : "passed";
  if (!wasOpen) return kinds[0] === "opened" ? "opened" : "reopened";
  if (kinds.includes("worsened")) return "worsened";
  return kinds.includes("still-open") ? "still-open" : null;
}
