/** `no-path`: nothing joins the ends. `blocked`: something should, and is known not to work. */
export const PATH_OUTCOMES = ["no-path", "blocked", "unknown", "impaired", "passes"] as const;
export type PathOutcome = (typeof PATH_OUTCOMES)[number];

/** One thing found on the way that the verdict rests on. */
export type PathReason = {
  outcome: PathOutcome;
  sentence: string;
  /** The same without a node's name or address; null: it may not be told to a vDC's people. */
  plainSentence: string | null;
};

/** The worst, in the order of `PATH_OUTCOMES`; what is not known is never better than what is impaired. */
export function worstOutcome(outcomes: readonly PathOutcome[]): PathOutcome {
  return PATH_OUTCOMES.find((outcome) => outcomes.includes(outcome)) ?? "unknown";
}
