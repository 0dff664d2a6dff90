import { describe, expect, it } from "vitest";
import {
  barParts,
  bucketIndexOf,
  bucketWords,
  type Bucket,
  changeAfter,
  changeBefore,
  instantIn,
  looksSame,
} from "./strip.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 14, minute));
const counts = (up: number, down: number) => ({ up, down, degraded: 0, stale: 0, unknown: 0 });

function bucket(index: number, changed: boolean, down = 0): Bucket {
  return {
    from: at(index * 10),
    to: at(index * 10 + 10),
    counts: { nodes: counts(3, 0), links: counts(3000, down), clearTextCount: 0 },
    changeCount: changed ? 2 : 0,
    lastChangeAt: changed ? at(index * 10 + 4) : null,
  };
}

const BUCKETS = [bucket(0, false), bucket(1, true, 1), bucket(2, false), bucket(3, true)];

describe("the strip of states", () => {
  it("is drawn anew only where counts or changes differ, not because time went on", () => {
    expect(looksSame(bucket(0, false), bucket(1, false))).toBe(true);
    expect(looksSame(bucket(0, false), bucket(0, false, 1))).toBe(false);
    expect(looksSame(bucket(0, false), bucket(0, true))).toBe(false);
    expect(looksSame(bucket(0, false), { ...bucket(0, false), counts: null })).toBe(false);
  });

  it("goes from change to change and stops at the ends", () => {
    expect(changeAfter(BUCKETS, at(0))).toEqual(at(14));
    expect(changeAfter(BUCKETS, at(14))).toEqual(at(34));
    expect(changeAfter(BUCKETS, at(34))).toBeNull();
    expect(changeBefore(BUCKETS, at(34))).toEqual(at(14));
    expect(changeBefore(BUCKETS, at(14))).toBeNull();
  });

  it("finds the part an instant lies in, and now in the last", () => {
    expect(bucketIndexOf(BUCKETS, at(20))).toBe(1);
    expect(bucketIndexOf(BUCKETS, null)).toBe(3);
    expect(bucketIndexOf(BUCKETS, at(59))).toBe(3);
    expect(instantIn(bucket(1, true))).toEqual(at(14));
    expect(instantIn(bucket(2, false))).toEqual(at(30));
  });

  it("shows one bad link among thousands", () => {
    const [worst] = barParts(bucket(1, true, 1));
    expect(worst?.state).toBe("down");
    expect(worst?.percent).toBeGreaterThan(10);
    const whole = barParts(bucket(1, true, 1)).reduce((sum, { percent }) => sum + percent, 0);
    expect(whole).toBeCloseTo(100);
  });

  it("says in words what it draws, and that nothing was recorded", () => {
    expect(bucketWords(bucket(1, true, 1))).toContain("links 1 down, 3000 up; 2 changes");
    expect(bucketWords({ ...bucket(1, false), counts: null })).toContain("nothing was recorded");
    expect(barParts({ ...bucket(1, false), counts: null })).toEqual([]);
  });
});
