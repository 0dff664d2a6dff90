/** Texts of a CSV and values of JSON as the drafts want them; what cannot be read stays as it is, so that the draft refuses it. */

const YES = new Set(["yes", "true", "1"]);
const NO = new Set(["no", "false", "0", ""]);
const NUMBER = /^[0-9]{1,15}$/;
const NEXT_FREE = /^next[ -]?free$/i;

/** null: an empty cell, or JSON's null. */
export function textOrNull(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value !== "string") return value;
  const text = value.trim();
  return text === "" ? null : text;
}

export function textOf(value: unknown): unknown {
  return textOrNull(value) ?? "";
}

/** Names and addresses only, for lists of verdicts; never refused. */
export function shownText(value: unknown): string {
  const text = textOf(value);
  return typeof text === "string" ? text.slice(0, 100) : "";
}

export function booleanOf(value: unknown): unknown {
  const text = textOf(value);
  if (typeof text !== "string") return text;
  if (YES.has(text.toLowerCase())) return true;
  return NO.has(text.toLowerCase()) ? false : text;
}

export function numberOrNull(value: unknown): unknown {
  const text = textOrNull(value);
  return typeof text === "string" && NUMBER.test(text) ? Number(text) : text;
}

export function idOrNull(value: unknown): unknown {
  const id = numberOrNull(value);
  return typeof id === "string" && NEXT_FREE.test(id) ? "next-free" : id;
}

/** Separated by spaces, commas or semicolons. */
export function listOf(value: unknown): unknown {
  const text = textOrNull(value);
  if (text === null) return [];
  return typeof text === "string" ? text.split(/[\s,;]+/).filter((part) => part !== "") : text;
}
