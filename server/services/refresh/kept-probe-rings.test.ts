import { expect, it } from "vitest";
import { ProbeRings } from "#server/domain/probe-rings.ts";
import { keptProbeRings } from "./kept-probe-rings.ts";

it("keeps what was read twenty times as long as reading took, reads once for all who ask, and anew after a failure", async () => {
  let now = 0;
  let readCount = 0;
  const rings = keptProbeRings(
    async () => {
      readCount += 1;
      now += 10;
      if (readCount === 2) throw new Error("once");
      return new ProbeRings([]);
    },
    () => now,
  );
  await Promise.all([rings(), rings()]);
  now = 209;
  await rings();
  expect(readCount).toBe(1);
  now = 210;
  await expect(rings()).rejects.toThrow("once");
  await rings();
  expect(readCount).toBe(3);
});
