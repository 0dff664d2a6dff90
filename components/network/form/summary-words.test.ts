import { describe, expect, it } from "vitest";
import { addressCountWords, labelsOf } from "./summary-words.ts";

describe("the summary of a draft", () => {
  it("names what is to be mended in the form's order", () => {
    expect(labelsOf(["subnet", "name", ""])).toEqual(["Name", "Subnet"]);
  });

  it.each([
    ["10.0.0.0/24", "254 addresses"],
    ["10.0.0.0/16", "65,534 addresses"],
    ["10.0.0.0/31", "2 addresses"],
    ["10.0.0.1/32", "1 address"],
    ["10.0.0.1/24", null],
    ["", null],
  ])("counts the addresses of %s: %s", (subnet, words) => {
    expect(addressCountWords(subnet)).toBe(words);
  });
});
