import { oldest } from "../mesh/check.ts";
import type { FactPartName, NodeFacts } from "../facts.ts";
import type { Node } from "../node.ts";
import type { Requirement } from "./requirement.ts";

export type Judged = Omit<Requirement, "code" | "title">;

/** Facts that a node has told; a requirement is only judged of a node that told something. */
export function factsOf({ facts, hostname }: Node): NodeFacts {
  if (!facts) throw new Error(`${hostname} has told nothing`);
  return facts;
}

/** Age of what a verdict rests on; null when a part was never read. */
export function ageOf(facts: NodeFacts, ...parts: FactPartName[]): Date | null {
  return oldest(parts.map((part) => facts[part]?.observedAt));
}

const PART_WORDS: Partial<Record<FactPartName, string>> = {
  identity: "identity",
  nics: "NICs",
  hostVnics: "own vNICs",
  nicTags: "NIC tags",
  overlayRules: "overlay rules",
  overlays: "live overlays",
  defaultRoutes: "default route",
  ipsec: "IPsec state",
  firewall: "firewall",
};

/** Names what was never read. */
export function notRead(facts: NodeFacts, ...parts: FactPartName[]): Judged {
  const missing = parts.filter((part) => !facts[part]).map((part) => PART_WORDS[part] ?? part);
  const sentence =
    missing.length > 0 ? `Not read yet: ${missing.join(", ")}.` : "What was read does not tell.";
  return { outcome: "unknown", sentence, observedAt: missing.length > 0 ? null : ageOf(facts, ...parts) };
}
