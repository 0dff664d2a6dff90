import type { LiveEvent } from "#server/domain/live-event.ts";

/**
 * Asks `tell` a while after news of warnings, and after a message arrived that others may have gathered behind. News in
 * between is told together.
 */
export async function watchForNotices(
  events: AsyncIterable<LiveEvent>,
  tell: () => Promise<void>,
  failed: (error: unknown) => void,
  gatherMilliseconds: number,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const schedule = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void tell().catch(failed);
    }, gatherMilliseconds);
  };
  for await (const { topic } of events) {
    if (topic === "warning" || topic === "notification") schedule();
  }
  clearTimeout(timer);
}
