import { describe, expect, it } from "vitest";
import { nameSimilarity } from "./similar-names.ts";

describe("nameSimilarity", () => {
  it.each([
    ["prague-1", "prague-l", "differ only by characters that look alike"],
    ["prague", "Prague", "differ only by upper and lower case"],
    ["prague-1", "prague 1", "differ only by spaces or separators"],
    ["prague-1", "prague-1 ", "differ only by spaces or separators"],
    ["paris", "pаris", "differ only by characters that look alike"],
    ["zürich", "zurich", "differ only by characters that look alike"],
    ["modern", "modem", "differ only by characters that look alike"],
    ["frankfurt", "frankfrut", "differ by one or two letters"],
    ["vienna", "viena", "differ by one or two letters"],
  ])("takes %s and %s for one name: they %s", (a, b, similarity) => {
    expect(nameSimilarity(a, b)).toBe(similarity);
    expect(nameSimilarity(b, a)).toBe(similarity);
  });

  it.each([
    ["prague-1", "prague-2"],
    ["prague-1", "prague-11"],
    ["dc-a", "dc-b"],
    ["warsaw-east", "warsaw-west"],
    ["north", "south"],
    ["paris", "berlin"],
    ["same", "same"],
    ["", "x"],
  ])("leaves %s and %s apart", (a, b) => {
    expect(nameSimilarity(a, b)).toBeNull();
  });

  it("answers at once for endless names", () => {
    expect(nameSimilarity("x".repeat(100_000), `${"x".repeat(100_000)}y`)).toBeNull();
  });
});
