import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatIpv4, parseIpv4 } from "../ipv4.ts";
import { formatAddressRanges, parseAddressQuery, parseAddressRanges, rangesOf } from "./range.ts";

const numberOf = (address: string) => parseIpv4(address) ?? 0;
const range = (first: string, last: string) => ({ first: numberOf(first), last: numberOf(last) });

describe("parseAddressRanges", () => {
  it.each([
    ["an address", "10.0.0.10", [range("10.0.0.10", "10.0.0.10")]],
    ["a range", "10.0.0.10-10.0.0.60", [range("10.0.0.10", "10.0.0.60")]],
    ["a range with a dash of print", "10.0.0.10 – 10.0.0.60", [range("10.0.0.10", "10.0.0.60")]],
    ["the last octet alone", "10.0.0.10-60", [range("10.0.0.10", "10.0.0.60")]],
    ["a block", "10.0.0.16/28", [range("10.0.0.16", "10.0.0.31")]],
    [
      "several, merged and sorted",
      "10.0.0.30, 10.0.0.10-20\n10.0.0.21; ",
      [range("10.0.0.10", "10.0.0.21"), range("10.0.0.30", "10.0.0.30")],
    ],
  ])("reads %s", (_what, text, ranges) => {
    expect(parseAddressRanges(text)).toEqual({ ranges, problem: null });
  });

  it.each([
    ["nothing", " , ", /Write an address or a range/],
    ["a range that runs backwards", "10.0.0.60-10.0.0.10", /begins after its end/],
    ["a last octet before the first", "10.0.0.60-10", /begins after its end/],
    ["an octet above 255", "10.0.0.10-256", /neither an address nor a range/],
    ["a block with host bits", "10.0.0.1/24", /host bits/],
    ["octal octets", "010.0.0.1", /neither an address nor a range/],
    ["words", "all of them", /"all of them" is neither/],
    ["too many parts", "10.0.0.1,".repeat(1001), /at most 1000/],
  ])("refuses %s", (_what, text, problem) => {
    expect(parseAddressRanges(text).problem).toMatch(problem);
  });

  it("reads what it writes", () => {
    const addresses = fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(addresses, (numbers) => {
        const ranges = rangesOf(numbers);
        expect(parseAddressRanges(formatAddressRanges(ranges, ranges.length)).ranges).toEqual(ranges);
      }),
    );
  });
});

it("says how many ranges it does not show", () => {
  const ranges = rangesOf([1, 3, 5]);
  expect(formatAddressRanges(ranges, 1)).toBe("0.0.0.1 and 2 more ranges");
  expect(formatAddressRanges(ranges, 2)).toBe("0.0.0.1, 0.0.0.3 and 1 more range");
});

it.each([
  ["10.0.0.5", "10.0.0.5", 32],
  [" 10.0.0.0/24 ", "10.0.0.0", 24],
  ["10.0.0.77/24", "10.0.0.0", 24],
])("looks for %s", (text, address, prefixLength) => {
  const block = parseAddressQuery(text);
  expect(block && { ...block, address: formatIpv4(block.address) }).toEqual({ address, prefixLength });
});

it("looks for nothing that is no address", () => {
  expect(parseAddressQuery("web")).toBeNull();
});
