/** How many times as long as the work took nothing is done after it. */
const REST_TIMES = 20;

/**
 * Work that may be asked for at any time but takes at most a twentieth of it: what is asked for while it rests is left out.
 * Ask again later, as a schedule does, to miss nothing in the end.
 */
export function resting(work: () => Promise<void>, clock = () => performance.now()): () => Promise<void> {
  let restsUntil = -Infinity;
  return async () => {
    const startedAt = clock();
    if (startedAt < restsUntil) return;
    restsUntil = Infinity;
    try {
      await work();
    } finally {
      restsUntil = clock() + (clock() - startedAt) * REST_TIMES;
    }
  };
}
