const IRREGULAR = new Map([["people", "person"]]);

/** The English singular of a lower-case plural such as "nodes", "refreshes", "entries" or "people". */
function singularOf(plural: string): string {
  const irregular = IRREGULAR.get(plural);
  if (irregular) return irregular;
  if (plural.endsWith("ies")) return `${plural.slice(0, -3)}y`;
  return plural.replace(/(?<=s|x|z|ch|sh)es$|s$/, "");
}

/** "1 person", "0 people": the word that fits the number. */
export function nounFor(count: number, plural: string): string {
  return count === 1 ? singularOf(plural) : plural;
}
