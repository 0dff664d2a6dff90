import type { DiffLine } from "../ui/diff-view.tsx";

type Fields = Map<string, string>;

/** Field by field; anything that is no object counts as one nameless field. */
function fieldsOf(value: unknown): Fields {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== "object" || Array.isArray(value)) return new Map([["", JSON.stringify(value)]]);
  return new Map(Object.entries(value).map(([name, field]) => [name, textOf(field)]));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}

const lineOf = (kind: DiffLine["kind"], name: string, text: string): DiffLine => ({
  kind,
  text: name === "" ? text : `${name}: ${text}`,
});

/** Before and after as lines: what changed first, then what stayed. Creation is all added, removal all removed. */
export function auditDiff(before: unknown, after: unknown): DiffLine[] {
  const [earlier, later] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...earlier.keys(), ...later.keys()])];
  const changed = names.filter((name) => earlier.get(name) !== later.get(name));
  const same = names.filter((name) => !changed.includes(name));
  return [
    ...changed.flatMap((name) => {
      const [was, is] = [earlier.get(name), later.get(name)];
      return [
        ...(was === undefined ? [] : [lineOf("removed", name, was)]),
        ...(is === undefined ? [] : [lineOf("added", name, is)]),
      ];
    }),
    ...same.map((name) => lineOf("same", name, later.get(name) ?? "")),
  ];
}

/** Names of the fields that differ, for one line; none when it was created or removed. */
export function changedFields(before: unknown, after: unknown): string[] {
  if (before === null || after === null) return [];
  const [earlier, later] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...earlier.keys(), ...later.keys()])].filter(
    (name) => name !== "" && earlier.get(name) !== later.get(name),
  );
}
