/** What is asked of every node, in the order in which it is put right. */
export const REQUIREMENT_CODES = [
  "facts-fresh",
  "pdc-name",
  "admin-reach",
  "rules-live",
  "external-tag",
  "external-address",
  "default-route",
  "clear-text-guard",
  "ipsec-policies",
  "ipsec-keys",
] as const;
export type RequirementCode = (typeof REQUIREMENT_CODES)[number];

export const REQUIREMENT_TITLES: Record<RequirementCode, string> = {
  "facts-fresh": "Fresh facts",
  "pdc-name": "PDC name",
  "admin-reach": "Admin network",
  "rules-live": "Rules live",
  "external-tag": "External NIC tag",
  "external-address": "Public address",
  "default-route": "Default route",
  "clear-text-guard": "Clear-text guard",
  "ipsec-policies": "IPsec policies",
  "ipsec-keys": "IPsec keys",
};

/** Worst first. `not-needed`: nothing is asked of this node yet. */
export const REQUIREMENT_OUTCOMES = ["fail", "unknown", "pass", "not-needed"] as const;
export type RequirementOutcome = (typeof REQUIREMENT_OUTCOMES)[number];

export type Requirement = {
  code: RequirementCode;
  title: string;
  outcome: RequirementOutcome;
  sentence: string;
  /** The oldest of what it rests on; null: nothing was seen. */
  observedAt: Date | null;
};

export type NodeChecklist = {
  nodeId: string;
  hostname: string;
  /** "" when the node has none; null: it never told. */
  pdcName: string | null;
  /** The worst of all requirements. */
  outcome: RequirementOutcome;
  requirements: Requirement[];
};
