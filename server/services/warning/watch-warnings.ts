import type { LiveEvent } from "#server/domain/live-event.ts";

/** What warnings are judged from; a node's event follows each of its refreshes. */
const TOPICS: readonly LiveEvent["topic"][] = ["node", "network", "delegation", "vdc", "vxlan"];

/**
 * Judges after each change that warnings depend on. Changes that arrive meanwhile are judged together, and a failure is told
 * and does not end the watch. `heard` is told of each change before it is judged.
 */
export async function watchForWarnings(
  events: AsyncIterable<LiveEvent>,
  recompute: () => Promise<void>,
  failed: (error: unknown) => void,
  heard: (event: LiveEvent) => void = () => {},
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
  for await (const event of events) {
    if (!TOPICS.includes(event.topic)) continue;
    heard(event);
    isDue = true;
    running ??= run();
  }
  await running;
}
