import { describe, expect, it } from "vitest";
import { ENDS, endOf, mentionedWords } from "./review-words.ts";

const NOW = Date.UTC(2026, 2, 1, 12);
const end = (kind: keyof typeof ENDS, value: string) => ENDS[kind].find((one) => one.value === value);

describe("endOf", () => {
  it("has none for an acknowledgement that ends when the warning closes", () => {
    expect(endOf(end("acknowledge", "closed"), "", NOW)).toBeNull();
  });

  it("counts from now", () => {
    expect(endOf(end("snooze", "shift"), "", NOW)).toEqual(new Date(Date.UTC(2026, 2, 1, 16)));
  });

  it.each(["", "tomorrow"])("asks for the time where %j was typed", (typed) => {
    expect(endOf(end("snooze", "date"), typed, NOW)).toBe("missing");
  });

  it("offers no snooze without an end", () => {
    expect(ENDS.snooze.filter((one) => one.milliseconds === null).map(({ value }) => value)).toEqual([
      "date",
    ]);
  });
});

it("says who hears of a comment that names them", () => {
  expect(mentionedWords({ mailedNames: [], unmailedNames: [] })).toBe("");
  expect(mentionedWords({ mailedNames: ["bob"], unmailedNames: ["ann", "carol"] })).toBe(
    "bob is told by mail. ann, carol get no mails.",
  );
});
