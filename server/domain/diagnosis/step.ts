import type { Check } from "../mesh/check.ts";
import type { LinkEnds } from "../mesh/link-context.ts";

/** Questions about a link, each of which makes sense only once those before it are answered. */
export const STEP_CODES = [
  "facts",
  "pdc",
  "rule",
  "ports",
  "arp",
  "addresses",
  "admin-reach",
  "default-route",
  "guard",
  "ipsec-policy",
  "ipsec-key",
  "ike",
  "esp",
  "traffic",
  "mtu",
] as const;
export type StepCode = (typeof STEP_CODES)[number];

export const STEP_TITLES: Record<StepCode, string> = {
  facts: "Are the facts of both ends fresh?",
  pdc: "Is the PDC of both ends known?",
  rule: "Is the same overlay rule live on both ends?",
  ports: "Does each end send to the port the other listens on?",
  arp: "Are the ARP entries right on both ends?",
  addresses: "Have both ends the addresses they need?",
  "admin-reach": "Do the ends reach each other on the admin network?",
  "default-route": "Does the default route leave through the external NIC?",
  guard: "Is clear text kept off the external NICs?",
  "ipsec-policy": "Do both ends ask for the same IPsec?",
  "ipsec-key": "Do both ends hold the same key?",
  ike: "Do the ends negotiate with each other (IKE)?",
  esp: "Do encrypted packets arrive both ways (ESP)?",
  traffic: "Does a probe come through, or was traffic seen?",
  mtu: "Do full packets cross whole?",
};

/** `not-reached`: an earlier answer leaves nothing to look at. `not-applicable`: not asked of links of this kind. */
export type StepOutcome = "pass" | "fail" | "unknown" | "not-reached" | "not-applicable";

/** The five troubles that the field's own guide knows, by what a capture on the wire shows. */
export const PATTERNS = [
  "no-packets",
  "one-side-negotiates",
  "no-esp",
  "esp-one-way",
  "guests-silent",
] as const;
export type Pattern = (typeof PATTERNS)[number];

/** One thing that was seen, where and when. */
export type Seen = {
  sentence: string;
  /** null: about both ends. */
  nodeId: string | null;
  hostname: string | null;
  /** null: nothing was seen, or nobody knows when (a pasted capture). */
  observedAt: Date | null;
  from: "facts" | "capture";
};

export type DiagnosisStep = {
  code: StepCode;
  title: string;
  outcome: StepOutcome;
  /** Of a failure: packets do not pass because of it, or pass but not as they should. */
  weight: "stops" | "impairs";
  seen: Seen[];
  /** What can be done without making anything worse; null: nothing is to be done. */
  next: string | null;
  /** The known trouble it looks like, where that is not the step's usual one. */
  pattern: Pattern | null;
};

type StepDraft = Omit<DiagnosisStep, "code" | "title" | "weight" | "next" | "pattern"> &
  Partial<Pick<DiagnosisStep, "weight" | "next" | "pattern">>;

export function step(code: StepCode, draft: StepDraft): DiagnosisStep {
  return { code, title: STEP_TITLES[code], weight: "impairs", next: null, pattern: null, ...draft };
}

export function notAsked(
  code: StepCode,
  outcome: "not-reached" | "not-applicable",
  why: string,
): DiagnosisStep {
  return step(code, { outcome, seen: [seenIn(why)] });
}

export function seenIn(sentence: string, observedAt: Date | null = null): Seen {
  return { sentence, nodeId: null, hostname: null, observedAt, from: "facts" };
}

export function seenOn(
  { id, hostname }: { id: string; hostname: string },
  sentence: string,
  observedAt: Date | null,
): Seen {
  return { sentence, nodeId: id, hostname, observedAt, from: "facts" };
}

const RANK = { fail: 0, unknown: 1, pass: 2 } as const;

/** The worst of a link's own checks that answer one question; `next` is said of what does not pass. */
export function stepOfChecks(
  code: StepCode,
  ends: LinkEnds,
  checks: readonly (Check | undefined)[],
  next: string | null,
): DiagnosisStep {
  const known = checks.filter((check) => check !== undefined);
  const [worst] = known.toSorted((a, b) => RANK[a.outcome] - RANK[b.outcome]);
  if (!worst) return step(code, { outcome: "unknown", seen: [], next });
  const told = known.filter(({ outcome }) => outcome === worst.outcome);
  const stops = told.some(({ outcome, failMeans }) => outcome === "fail" && failMeans === "down");
  return step(code, {
    outcome: worst.outcome,
    weight: stops ? "stops" : "impairs",
    seen: told.map((check) => ({
      sentence: check.sentence,
      nodeId: check.nodeId,
      hostname: ends.nodes.find(({ id }) => id === check.nodeId)?.hostname ?? null,
      observedAt: check.observedAt,
      from: "facts" as const,
    })),
    next: worst.outcome === "pass" ? null : next,
  });
}
