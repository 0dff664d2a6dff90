export type Options = { values: Map<string, string>; operands: string[] };

/** getopt(3C): `spec` as in C, e.g. `pd:`. null: an option unknown or without its argument. */
export function parseOptions(args: readonly string[], spec: string): Options | null {
  const values = new Map<string, string>();
  const rest = [...args];
  while (rest[0]?.startsWith("-") && rest[0] !== "-") {
    const word = rest.shift() ?? "";
    if (word === "--") break;
    if (!takeLetters(word.slice(1), spec, rest, values)) return null;
  }
  return { values, operands: rest };
}

function takeLetters(word: string, spec: string, rest: string[], values: Map<string, string>): boolean {
  for (const [index, letter] of [...word].entries()) {
    const at = spec.indexOf(letter);
    if (at < 0 || letter === ":") return false;
    if (spec[at + 1] !== ":") {
      values.set(letter, "");
      continue;
    }
    const argument = word.slice(index + 1) || rest.shift();
    if (argument === undefined) return false;
    values.set(letter, argument);
    return true;
  }
  return true;
}
