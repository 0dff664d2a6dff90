/** What this process is asking nodes at the moment, so that it can be stopped. */
export class RefreshesInProgress {
  readonly #abortById = new Map<string, AbortController>();

  /** Runs `work` with a signal that `cancel` of the same id aborts. */
  async run(nodeRefreshId: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const abort = new AbortController();
    this.#abortById.set(nodeRefreshId, abort);
    try {
      await work(abort.signal);
    } finally {
      this.#abortById.delete(nodeRefreshId);
    }
  }

  /** Nothing happens when another process has it. */
  cancel(nodeRefreshId: string): void {
    this.#abortById.get(nodeRefreshId)?.abort();
  }
}
