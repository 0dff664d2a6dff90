import { NodeConnectionError } from "./node-connection-error.ts";
import type { RunLimits } from "./run-limits.ts";

/** Rejects when the whole takes too long or is called off; what was under way is for the caller to close. */
export async function withinLimits<T>(
  run: () => Promise<T>,
  { totalSecondsMax }: Pick<RunLimits, "totalSecondsMax">,
  signal?: AbortSignal,
): Promise<T> {
  const ended = new AbortController();
  const end = new Promise<never>((_resolve, reject) => {
    const stop = () => reject(new NodeConnectionError("interrupted", "The refresh was cancelled."));
    if (signal?.aborted) return stop();
    signal?.addEventListener("abort", stop, { once: true, signal: ended.signal });
    const message = `The node did not finish answering within ${totalSecondsMax} s.`;
    const late = setTimeout(
      () => reject(new NodeConnectionError("time-out", message)),
      totalSecondsMax * 1000,
    );
    ended.signal.addEventListener("abort", () => clearTimeout(late), { once: true });
  });
  // When the run ends first, nobody waits for this any more.
  end.catch(() => undefined);
  try {
    return signal?.aborted ? await end : await Promise.race([run(), end]);
  } finally {
    ended.abort();
  }
}
