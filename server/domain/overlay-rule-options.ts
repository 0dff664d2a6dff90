export type OverlayRuleOptions = {
  encapsulation: string | null;
  search: string | null;
  /** Property to value; the last of the same name counts. */
  properties: Map<string, string>;
  problems: string[];
};

const OPTION_BY_FLAG: Record<string, string> = {
  "-e": "encap",
  "--encap": "encap",
  "-s": "search",
  "--search": "search",
  "-p": "prop",
  "--prop": "prop",
  "-v": "vnetid",
  "--vnetid": "vnetid",
};
const PROPERTIES_LENGTH_MAX = 2047;

/** Reads options as `dladm create-overlay` does after the shell split the words: no quoting, no escapes. */
export function parseOverlayRuleOptions(text: string): OverlayRuleOptions {
  const options: OverlayRuleOptions = {
    encapsulation: null,
    search: null,
    properties: new Map(),
    problems: [],
  };
  const propertyTexts: string[] = [];
  const words = text.split(/\s+/).filter((word) => word !== "");
  for (let index = 0; index < words.length; index += 1) {
    const { name, value: attached } = splitOption(words[index] ?? "");
    if (name === null) {
      options.problems.push(`The word “${words[index]}” belongs to no option; dladm refuses it.`);
      continue;
    }
    if (name === "temporary") continue;
    const value = attached ?? words[(index += 1)];
    if (value === undefined) options.problems.push(`The last option has no value.`);
    else if (name === "encap") options.encapsulation = value;
    else if (name === "search") options.search = value;
    else if (name === "prop") propertyTexts.push(value);
    else options.problems.push("A rule must not name a VXLAN id; it is added when an overlay is made.");
  }
  if (/["'\\$`]/.test(text)) options.problems.push("Quotes and escapes are taken literally by dladm.");
  const properties = parsePropertyText(propertyTexts.join(","));
  return {
    ...options,
    properties: properties.values,
    problems: [...options.problems, ...properties.problems],
  };
}

function splitOption(word: string): { name: string | null; value: string | null } {
  if (word === "-t" || word === "--temporary") return { name: "temporary", value: null };
  const [, flag = word, attached] = /^(--[a-z]+)=(.*)$/.exec(word) ?? /^(-[esvp])(.+)$/.exec(word) ?? [];
  return { name: OPTION_BY_FLAG[flag] ?? null, value: attached ?? null };
}

/** All -p texts joined by commas: a comma always separates, the first "=" ends the name. */
export function parsePropertyText(text: string): { values: Map<string, string>; problems: string[] } {
  const values = new Map<string, string>();
  const problems: string[] = [];
  if (text === "") return { values, problems };
  if (text.length > PROPERTIES_LENGTH_MAX) problems.push("The properties are longer than dladm reads.");
  for (const element of text.split(",")) {
    const [name = "", ...valueParts] = element.split("=");
    if (element === "")
      problems.push("There is an empty property between two commas, or after the last one.");
    else if (name === "") problems.push(`A property has no name: “${element}”.`);
    else if (valueParts.length === 0) problems.push(`“${name}” has no value; a comma cannot be part of one.`);
    else if (valueParts.length > 1) problems.push(`“${name}” has a second “=”.`);
    else values.set(name, valueParts.join("="));
  }
  return { values, problems };
}
