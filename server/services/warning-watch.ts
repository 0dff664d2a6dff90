import type { LiveEvent } from "#server/domain/live-event.ts";

/** Changes that people make; a refresh judges anew by itself. */
const TOPICS: readonly LiveEvent["topic"][] = ["network", "delegation", "vdc"];

/**
 * Judges anew after each change that warnings depend on. Changes that arrive meanwhile are judged together, and a failure
 * is told and does not end the watch.
 */
export async function watchForWarnings(
  events: AsyncIterable<LiveEvent>,
  recompute: () => Promise<void>,
  failed: (error: unknown) => void,
): Promise<void> {
  let isDue = false;
  let running: Promise<void> | null = null;
  const run = async () => {
    while (isDue) {
      isDue = false;
      await recompute().catch(failed);
    }
    running = null;
  };
  for await (const { topic } of events) {
    if (!TOPICS.includes(topic)) continue;
    isDue = true;
    running ??= run();
  }
  await running;
}
