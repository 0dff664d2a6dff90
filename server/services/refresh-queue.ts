/** Hands node refreshes to the workers; what is asked for twice is done once. */
export type RefreshQueue = { enqueue(nodeRefreshIds: readonly string[]): Promise<void> };
