import { setImmediate } from "node:timers/promises";

const SLICE_MILLISECONDS = 10;

/** Long work without holding up what else the process has to do: others get their turn between the steps. */
export async function inSlices<T>(work: Generator<void, T>): Promise<T> {
  let startedAt = performance.now();
  let step = work.next();
  while (!step.done) {
    if (performance.now() - startedAt > SLICE_MILLISECONDS) {
      await setImmediate();
      startedAt = performance.now();
    }
    step = work.next();
  }
  return step.value;
}
