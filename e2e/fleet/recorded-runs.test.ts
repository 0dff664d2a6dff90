import { expect, it } from "vitest";
import { RecordedRuns } from "./recorded-runs.ts";

const run = (mark: string, clock: string) => ({
  stdout: Buffer.from(`\n${mark} begin clock\n${clock}\n\n${mark} end clock 0 1\nžluť`),
  stderr: Buffer.alloc(0),
  exitCode: 0,
});
const [MARK, ANOTHER] = ["a".repeat(32), "b".repeat(32)];

it("runs a script once and then tells the same with the asker's mark and the present time", async () => {
  const runs = new RecordedRuns();
  let runCount = 0;
  const ask = (mark: string, question = "") =>
    runs.run(`M='${mark}'\n${question}`, async () => {
      runCount += 1;
      return run(mark, "1000");
    });
  expect((await ask(MARK)).stdout.toString()).toContain("\n1000\n");
  const told = (await ask(ANOTHER)).stdout.toString();
  expect(told).toContain(`\n${ANOTHER} end clock 0 1\nžluť`);
  expect(told).not.toContain(MARK);
  expect(Number(/begin clock\n(\d+)/.exec(told)?.[1])).toBeGreaterThan(1_700_000_000);
  expect(runCount).toBe(1);
  await ask(ANOTHER, "another script");
  expect(runCount).toBe(2);
});
