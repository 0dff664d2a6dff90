import type { NodeFacts } from "./facts.ts";

/** Names of overlay rules that a node has otherwise than before, or no longer; none when they are read for the first time. */
export function changedRuleNames(earlier: NodeFacts | null, later: NodeFacts): string[] {
  const [before, after] = [earlier?.overlayRules?.value, later.overlayRules?.value];
  if (!before || !after) return [];
  const textByName = (rules: typeof before) => new Map(rules.map(({ name, text }) => [name, text]));
  const [was, is] = [textByName(before), textByName(after)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name));
}
