import { expect, it } from "vitest";
import { workThrough } from "./work-through.ts";

/** A queue in memory whose jobs end when they are told to. */
function queueOf(names: string[]) {
  const waiting = [...names];
  const ends = new Map<string, (error?: Error) => void>();
  const settled: { done: string[]; failed: string[] }[] = [];
  const asked: number[] = [];
  const errors: string[] = [];
  let isAway = false;
  const begin = (options: { atOnce: number; restMilliseconds?: number }) =>
    workThrough<string>(
      {
        take: async (limit) => {
          asked.push(limit);
          return waiting.splice(0, limit);
        },
        settle: async (done, failed) => {
          if (isAway) throw new Error("the database is away");
          settled.push({ done: [...done], failed: failed.map(({ job }) => job) });
        },
      },
      (name) =>
        new Promise<void>((resolve, reject) =>
          ends.set(name, (error) => (error ? reject(error) : resolve())),
        ),
      { restMilliseconds: 60_000, ...options, onError: ({ message }) => errors.push(message) },
    );
  const end = (name: string, error?: Error) => ends.get(name)?.(error);
  const goAway = (away: boolean) => (isAway = away);
  return { waiting, ends, settled, asked, errors, begin, end, goAway };
}

it("fills free places at once, never has more under way, and settles what ended together", async () => {
  const queue = queueOf(["a", "b", "c", "d"]);
  const work = queue.begin({ atOnce: 2 });
  await expect.poll(() => [...queue.ends.keys()]).toEqual(["a", "b"]);
  queue.end("a");
  queue.end("b", new Error("of b"));
  await expect.poll(() => [...queue.ends.keys()]).toEqual(["a", "b", "c", "d"]);
  expect(queue.settled).toEqual([{ done: ["a"], failed: ["b"] }]);
  expect(queue.errors).toEqual(["of b"]);
  expect(queue.asked).toEqual([2, 2]);
  queue.end("c");
  queue.end("d");
  await work.stop(1000);
  expect(queue.settled.flatMap(({ done }) => done)).toEqual(["a", "c", "d"]);
});

it("asks once for what ends shortly after each other, also where the queue holds jobs back", async () => {
  const queue = queueOf(["a", "b", "c", "d"]);
  const work = queue.begin({ atOnce: 64 });
  await expect.poll(() => queue.ends.size).toBe(4);
  // What was held back may be taken a moment later.
  await expect.poll(() => queue.asked.length).toBe(2);
  queue.waiting.push("e", "f");
  queue.end("a");
  await new Promise((resolve) => setTimeout(resolve, 5));
  queue.end("b");
  await expect.poll(() => queue.ends.size).toBe(6);
  expect(queue.settled).toEqual([{ done: ["a", "b"], failed: [] }]);
  expect(queue.asked).toEqual([64, 60, 62]);
  for (const name of "cdef") queue.end(name);
  await work.stop(1000);
});

it("looks into an empty queue at intervals, and at once when something was put in", async () => {
  const queue = queueOf([]);
  const work = queue.begin({ atOnce: 1 });
  await expect.poll(() => queue.asked.length).toBe(1);
  queue.waiting.push("a");
  work.wake();
  await expect.poll(() => queue.ends.size).toBe(1);
  queue.end("a");
  await work.stop(1000);

  const another = queueOf([]);
  const polling = another.begin({ atOnce: 1, restMilliseconds: 5 });
  another.waiting.push("b");
  await expect.poll(() => another.ends.size).toBe(1);
  another.end("b");
  await polling.stop(1000);
});

it("tells later what it could not tell while the database was away", async () => {
  const queue = queueOf(["a"]);
  const work = queue.begin({ atOnce: 1, restMilliseconds: 5 });
  await expect.poll(() => queue.ends.size).toBe(1);
  queue.goAway(true);
  queue.end("a");
  await expect.poll(() => queue.errors[0]).toBe("the database is away");
  queue.goAway(false);
  await expect.poll(() => queue.settled).toEqual([{ done: ["a"], failed: [] }]);
  await work.stop(1000);
});

it("takes nothing after it was stopped, and does not wait for ever", async () => {
  const queue = queueOf(["a"]);
  const work = queue.begin({ atOnce: 1 });
  await expect.poll(() => queue.ends.size).toBe(1);
  queue.waiting.push("b");
  await work.stop(10);
  expect([...queue.ends.keys()]).toEqual(["a"]);
});
