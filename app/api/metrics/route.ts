import { answerMetrics } from "#server/metrics-route.ts";

/** Reached as `/metrics`. */
export const GET = answerMetrics;
