import type { DiagnosisStep, StepOutcome } from "./step.ts";

export type StepChange = { title: string; before: StepOutcome; after: StepOutcome };

/** Questions that have another answer than before, in the order in which they are asked. */
export function stepChanges(
  before: readonly Pick<DiagnosisStep, "code" | "outcome">[],
  after: readonly DiagnosisStep[],
): StepChange[] {
  const earlier = new Map(before.map(({ code, outcome }) => [code, outcome]));
  return after.flatMap(({ code, title, outcome }) => {
    const was = earlier.get(code);
    return was === undefined || was === outcome ? [] : [{ title, before: was, after: outcome }];
  });
}
