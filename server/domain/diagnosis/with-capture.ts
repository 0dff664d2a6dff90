import type { CaptureEvidence } from "./capture/capture-evidence.ts";
import type { LinkDiagnosis } from "./diagnose-link.ts";
import { NEXT_BY_CODE } from "./next-steps.ts";
import type { DiagnosisStep, Seen } from "./step.ts";
import { verdictOf } from "./verdict.ts";

/** The chain and its verdict with what a pasted capture shows; it never makes a failure good. */
export function withCapture(diagnosis: LinkDiagnosis, evidence: readonly CaptureEvidence[]): LinkDiagnosis {
  const steps = diagnosis.steps.map((each) => {
    const own = evidence.filter(({ code }) => code === each.code);
    return own.length > 0 ? stepWith(each, own) : each;
  });
  const verdict = verdictOf(steps);
  const told = evidence.find(({ code, outcome, pattern }) => {
    return pattern !== null && code === verdict.code && (outcome === "fail") === (verdict.kind === "cause");
  });
  return { ...diagnosis, steps, verdict: told ? { ...verdict, pattern: told.pattern } : verdict };
}

function stepWith(each: DiagnosisStep, evidence: readonly CaptureEvidence[]): DiagnosisStep {
  const failures = evidence.filter(({ outcome }) => outcome === "fail");
  const shown = failures.length > 0 ? failures : evidence;
  const captured: Seen[] = shown.map(({ sentence, nodeId, hostname }) => ({
    sentence,
    nodeId,
    hostname,
    observedAt: null,
    from: "capture",
  }));
  const isAsked = each.outcome !== "not-reached" && each.outcome !== "not-applicable";
  const isContrary = each.outcome === "pass" && failures.length > 0;
  const known = each.seen.map((fact) =>
    isContrary ? { ...fact, sentence: `By the facts, though: ${fact.sentence}` } : fact,
  );
  const seen = [...captured, ...(isAsked ? known : [])];
  if (failures.length > 0) {
    const stops =
      failures.some(({ weight }) => weight === "stops") ||
      (each.outcome === "fail" && each.weight === "stops");
    return {
      ...each,
      outcome: "fail",
      weight: stops ? "stops" : "impairs",
      seen,
      next: each.next ?? NEXT_BY_CODE[each.code],
    };
  }
  // What passes in the capture and fails by the facts does not stop everything.
  if (each.outcome === "fail") return { ...each, weight: "impairs", seen };
  return { ...each, outcome: "pass", seen };
}
