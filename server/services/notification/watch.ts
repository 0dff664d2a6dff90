import type { LiveEvent } from "#server/domain/live-event.ts";

/**
 * Asks `tell` a while after news of warnings, and after a message arrived that others may have gathered behind. News in
 * between is told together, and what came too late for that a while after: it may not have been due yet.
 */
export async function watchForNotices(
  events: AsyncIterable<LiveEvent>,
  tell: () => Promise<void>,
  failed: (error: unknown) => void,
  gatherMilliseconds: number,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasMore = false;
  const schedule = () => {
    if (timer) {
      hasMore = true;
      return;
    }
    timer = setTimeout(() => {
      timer = undefined;
      void tell().catch(failed);
      if (hasMore) schedule();
      hasMore = false;
    }, gatherMilliseconds);
  };
  for await (const { topic } of events) {
    if (topic === "warning" || topic === "notification") schedule();
  }
  clearTimeout(timer);
}
