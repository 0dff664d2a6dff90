import type { signIn } from "./api.ts";

type Api = Awaited<ReturnType<typeof signIn>>;

/** The demo has fewer nodes. */
const LISTED_AT_ONCE = 1000;
const POLL_MILLISECONDS = 400;
const ENDED = new Set(["done", "unchanged", "failed", "skipped"]);

/** Refreshes every node and prints each as it ends. */
export async function refreshAll(api: Api): Promise<void> {
  const { runId } = await api.refresh.order.mutate({ selection: { kind: "all" } });
  const printed = new Set<string>();
  for (;;) {
    const { nodeRefreshes } = await api.refresh.listNodes.query({ runId, limit: LISTED_AT_ONCE });
    for (const refresh of nodeRefreshes) {
      if (!ENDED.has(refresh.state) || printed.has(refresh.id)) continue;
      printed.add(refresh.id);
      const outcome =
        refresh.state === "done"
          ? `${refresh.differenceCount} changes`
          : (refresh.failureDetail ?? refresh.state);
      console.log(`  ${refresh.hostname.padEnd(8)} ${outcome}`);
    }
    if (printed.size === nodeRefreshes.length) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}
