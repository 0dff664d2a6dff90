import { answerApplied } from "#server/apply-route.ts";

/** Whoever applies rules, keys or tables tells here that it is done. */
export const POST = answerApplied;
