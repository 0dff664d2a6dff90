/** A queue as it is worked through: `take` claims at most so many jobs, `settle` tells what became of claimed ones. */
export type WorkSource<Job> = {
  take(limit: number): Promise<Job[]>;
  settle(done: readonly Job[], failed: readonly { job: Job; error: unknown }[]): Promise<void>;
};

export type Work = {
  /** Something was put into the queue: look at once. */
  wake(): void;
  /** Takes nothing any more, and waits so long at most for what is under way. */
  stop(withinMilliseconds: number): Promise<void>;
};

/** Each question to the database costs as much as a job or two: what ends shortly after goes along. */
const GATHER_MILLISECONDS = 60;

/**
 * Keeps `atOnce` jobs under way with one question at a time: whatever ended meanwhile is settled and its places are filled
 * together, at once while fewer than half as many are under way as the queue gave, and else in a moment; a queue that is
 * empty is asked again after `restMilliseconds`.
 */
export function workThrough<Job>(
  { take, settle }: WorkSource<Job>,
  work: (job: Job) => Promise<void>,
  options: { atOnce: number; restMilliseconds: number; onError: (error: Error) => void },
): Work {
  const running = new Set<Promise<void>>();
  let done: Job[] = [];
  let failed: { job: Job; error: unknown }[] = [];
  const stopping = new AbortController();
  /** As many as there were to take: a queue may hold jobs back. */
  let fullAt = options.atOnce;
  let gathering: NodeJS.Timeout | undefined;
  let isAwake = false;
  let wakeUp = () => {};
  const wake = () => {
    isAwake = true;
    wakeUp();
  };
  const tell = (error: unknown) => options.onError(error instanceof Error ? error : new Error(String(error)));
  const begin = (job: Job) => {
    const ended = work(job).then(
      () => void done.push(job),
      (error: unknown) => {
        failed.push({ job, error });
        tell(error);
      },
    );
    running.add(ended);
    void ended.then(() => {
      running.delete(ended);
      if (running.size < fullAt / 2) return wake();
      gathering ??= setTimeout(() => {
        gathering = undefined;
        wake();
      }, GATHER_MILLISECONDS);
    });
  };
  const settleEnded = async () => {
    if (done.length + failed.length === 0) return;
    const ended = { done, failed };
    [done, failed] = [[], []];
    try {
      await settle(ended.done, ended.failed);
    } catch (error) {
      // Told the next time.
      done.push(...ended.done);
      failed.push(...ended.failed);
      throw error;
    }
  };
  /** How long to rest: what was taken in part may have left others that may be taken now. */
  const turn = async (): Promise<number> => {
    await settleEnded();
    const free = options.atOnce - running.size;
    const jobs = free > 0 ? await take(free) : [];
    for (const job of jobs) begin(job);
    fullAt = jobs.length === free ? options.atOnce : running.size;
    if (jobs.length === 0 || jobs.length === free) return options.restMilliseconds;
    return GATHER_MILLISECONDS;
  };
  const rest = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      isAwake = false;
      const restMilliseconds = await turn().catch((error: unknown) => {
        tell(error);
        return options.restMilliseconds;
      });
      if (!isAwake) await rest(restMilliseconds);
    }
  })();
  return {
    wake,
    stop: async (withinMilliseconds) => {
      stopping.abort();
      clearTimeout(gathering);
      wake();
      await loop;
      const late = new Promise((resolve) => setTimeout(resolve, withinMilliseconds).unref());
      await Promise.race([Promise.all(running), late]);
      await settleEnded().catch(tell);
    },
  };
}
