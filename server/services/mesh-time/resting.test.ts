import { expect, it } from "vitest";
import { resting } from "./resting.ts";

it("rests twenty times as long as the work took, also after a failure, and never does two at once", async () => {
  let now = 0;
  let doneCount = 0;
  const work = resting(
    async () => {
      doneCount += 1;
      now += 10;
      if (doneCount === 2) throw new Error("once");
    },
    () => now,
  );
  await Promise.all([work(), work()]);
  expect(doneCount).toBe(1);
  now = 209;
  await work();
  expect(doneCount).toBe(1);
  now = 210;
  await expect(work()).rejects.toThrow("once");
  await work();
  expect(doneCount).toBe(2);
  now = 10_000;
  await work();
  expect(doneCount).toBe(3);
});
