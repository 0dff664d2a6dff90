import type { RefreshJob } from "#server/domain/refresh-job.ts";

/** Hands node refreshes to the workers; what is asked for twice is done once. */
export type RefreshQueue = { enqueue(jobs: readonly RefreshJob[]): Promise<void> };
