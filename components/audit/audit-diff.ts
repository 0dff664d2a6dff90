import type { DiffLine } from "../ui/diff-view.tsx";
import { fieldLabel, fieldTexts, inTellingOrder } from "./field-words.ts";

type Fields = ReadonlyMap<string, readonly string[]>;

/** Field by field; anything that is no object counts as one nameless field. */
function fieldsOf(value: unknown): Fields {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== "object" || Array.isArray(value)) return new Map([["", fieldTexts("", value)]]);
  return new Map(Object.entries(value).map(([name, field]) => [name, fieldTexts(name, field)]));
}

const lineOf = (kind: DiffLine["kind"], name: string, text: string): DiffLine => ({
  kind,
  text: name === "" ? text : `${fieldLabel(name)}: ${text}`,
});

function namesOf(earlier: Fields, later: Fields): string[] {
  return inTellingOrder([...new Set([...earlier.keys(), ...later.keys()])]);
}

const isSame = (a: readonly string[] | undefined, b: readonly string[] | undefined) =>
  a !== undefined && b !== undefined && a.length === b.length && a.every((text, place) => text === b[place]);

/** What differs, field by field, before above after. Creation is all added, removal all removed. */
export function changedLines(before: unknown, after: unknown): DiffLine[] {
  const [earlier, later] = [fieldsOf(before), fieldsOf(after)];
  return namesOf(earlier, later).flatMap((name) => {
    const [was = [], is = []] = [earlier.get(name), later.get(name)];
    if (isSame(earlier.get(name), later.get(name))) return [];
    return [
      ...was.filter((text) => !is.includes(text)).map((text) => lineOf("removed", name, text)),
      ...is.filter((text) => !was.includes(text)).map((text) => lineOf("added", name, text)),
    ];
  });
}

/** Before and after as lines: what changed first, then what stayed. */
export function auditDiff(before: unknown, after: unknown): DiffLine[] {
  const [earlier, later] = [fieldsOf(before), fieldsOf(after)];
  const same = namesOf(earlier, later).flatMap((name) => {
    const was = earlier.get(name) ?? [];
    return (later.get(name) ?? [])
      .filter((text) => was.includes(text))
      .map((text) => lineOf("same", name, text));
  });
  return [...changedLines(before, after), ...same];
}

/** Words for the fields that differ, for one line; none when it was created or removed. */
export function changedFields(before: unknown, after: unknown): string[] {
  if (before === null || after === null) return [];
  const [earlier, later] = [fieldsOf(before), fieldsOf(after)];
  return namesOf(earlier, later)
    .filter((name) => name !== "" && !isSame(earlier.get(name), later.get(name)))
    .map(fieldLabel);
}
