/** What a node said, understood, or one sentence why it could not be. */
export type Parsed<T> = { isParsed: true; value: T } | { isParsed: false; reason: string };

export function parsed<T>(value: T): Parsed<T> {
  return { isParsed: true, value };
}

export function unparsable(reason: string): { isParsed: false; reason: string } {
  return { isParsed: false, reason };
}

/** All values, or the first failure. */
export function allParsed<T>(results: readonly Parsed<T>[]): Parsed<T[]> {
  const values: T[] = [];
  for (const result of results) {
    if (!result.isParsed) return result;
    values.push(result.value);
  }
  return parsed(values);
}

/** Any JSON value; `what` names it in the reason. */
export function parseJson(text: string, what: string): Parsed<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return parsed(value);
  } catch {
    return unparsable(`${what} is not valid JSON.`);
  }
}

/** Plain decimal digits within bounds (inclusive), else null. */
export function parseInteger(text: string, first: number, last: number): number | null {
  if (!/^\d{1,15}$/.test(text)) return null;
  const number = Number(text);
  return number >= first && number <= last ? number : null;
}

/** Node output shortened and quoted for a sentence. */
export function quoted(text: string): string {
  const shown = text.replaceAll(/\s+/g, " ").trim();
  return `“${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}”`;
}
