import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countIds, type IdRange } from "../id-range.ts";
import { firstAddress, formatIpv4, lastAddress, parseIpv4 } from "../ipv4.ts";
import { AddressesDraft } from "./draft.ts";
import { type AddressPlan, freeRanges, planAddresses, type TakenAddresses } from "./plan.ts";
import { formatAddressRange, rangesOf } from "./range.ts";
import { type AddressSpace, addressSpaceOf, roleOfAddress } from "./space.ts";

const SPACE = addressSpaceOf({ subnet: "10.0.0.0/24", gateway: "10.0.0.1" });
const numberOf = (address: string) => parseIpv4(address) ?? 0;
const of = (...addresses: string[]) => rangesOf(addresses.map(numberOf));
const NONE: TakenAddresses = { listed: [], usedByVms: [], usedByNodes: [] };
const plan = (
  choice: object,
  {
    taken = {},
    space = SPACE,
    ...draft
  }: { taken?: Partial<TakenAddresses>; space?: AddressSpace; usage?: string; note?: string } = {},
) => planAddresses(AddressesDraft.parse({ choice, ...draft }), space, { ...NONE, ...taken });
const byRange = (ranges: string, given?: Parameters<typeof plan>[1]) =>
  plan({ kind: "ranges", ranges }, given);
const byCount = (count: number, start = "", given?: Parameters<typeof plan>[1]) =>
  plan({ kind: "count", count, start }, given);
const words = (ranges: readonly IdRange[]) => ranges.map(formatAddressRange);
const messages = ({ violations }: AddressPlan) => violations.map(({ message }) => message);

describe("planAddresses by range", () => {
  it("leaves out network, broadcast and gateway address, and says so", () => {
    const { listing, skipped } = byRange("10.0.0.0/24");
    expect(words(listing)).toEqual(["10.0.0.2–10.0.0.254"]);
    expect(skipped.map(formatIpv4)).toEqual(["10.0.0.0", "10.0.0.1", "10.0.0.255"]);
  });

  it("takes what is not listed yet, used or not, and says what it cannot take", () => {
    const taken = {
      listed: of("10.0.0.12"),
      usedByVms: of("10.0.0.13"),
      usedByNodes: of("10.0.0.14"),
    };
    const { listing, alreadyListed, heldByNodes } = byRange("10.0.0.10-16", { taken });
    expect(words(listing)).toEqual(["10.0.0.10–10.0.0.11", "10.0.0.13", "10.0.0.15–10.0.0.16"]);
    expect([words(alreadyListed), words(heldByNodes)]).toEqual([["10.0.0.12"], ["10.0.0.14"]]);
  });

  it("does not reserve what a VM uses", () => {
    const taken = { usedByVms: of("10.0.0.13") };
    const { listing, heldByVms } = byRange("10.0.0.12-13", { taken, usage: "other" });
    expect([words(listing), words(heldByVms)]).toEqual([["10.0.0.12"], ["10.0.0.13"]]);
  });

  it("has neither network nor broadcast address in a /31 and a /32", () => {
    const space = addressSpaceOf({ subnet: "10.0.0.0/31", gateway: null });
    expect(words(byRange("10.0.0.0/31", { space }).listing)).toEqual(["10.0.0.0–10.0.0.1"]);
    const one = addressSpaceOf({ subnet: "10.0.0.7/32", gateway: null });
    expect(words(byRange("10.0.0.7", { space: one }).listing)).toEqual(["10.0.0.7"]);
  });

  it.each([
    [
      "outside the subnet",
      "10.0.0.250-10.0.1.5",
      {},
      "10.0.1.0–10.0.1.5 are outside the subnet 10.0.0.0/24.",
    ],
    ["listed already", "10.0.0.9", { listed: of("10.0.0.9") }, "All of these are listed already."],
    [
      "a node's",
      "10.0.0.9",
      { usedByNodes: of("10.0.0.9") },
      "None of these can be listed: compute nodes use them.",
    ],
    [
      "the gateway",
      "10.0.0.1",
      {},
      "None of these can be listed: they are the subnet's network, broadcast or gateway address.",
    ],
  ])("refuses what is %s", (_what, ranges, taken, message) => {
    const refused = byRange(ranges, { taken });
    expect(refused.violations).toEqual([{ field: "ranges", message }]);
    expect(refused.listing).toEqual([]);
  });

  it("tells everything that is wrong at once", () => {
    const refused = byRange("10.9.0.1", { note: "x".repeat(129) });
    expect(refused.violations.map(({ field }) => field)).toEqual(["ranges", "note"]);
  });

  it("lists at most 65 536 at once", () => {
    const space = addressSpaceOf({ subnet: "10.0.0.0/8", gateway: null });
    expect(countIds(byRange("10.1.0.0/16", { space }).listing)).toBe(65_536);
    expect(messages(byRange("10.1.0.0-10.2.0.0", { space }))).toEqual([
      "At most 65,536 addresses can be listed at once; these are 65,537.",
    ]);
  });
});

describe("planAddresses by count", () => {
  it("takes the next free ones from the start on and passes over what is taken", () => {
    const taken = { listed: of("10.0.0.11"), usedByVms: of("10.0.0.12"), usedByNodes: of("10.0.0.13") };
    const { listing, alreadyListed, heldByVms, heldByNodes } = byCount(3, "10.0.0.10", { taken });
    expect(words(listing)).toEqual(["10.0.0.10", "10.0.0.14–10.0.0.15"]);
    expect([alreadyListed, heldByVms, heldByNodes].map(words)).toEqual([
      ["10.0.0.11"],
      ["10.0.0.12"],
      ["10.0.0.13"],
    ]);
  });

  it("begins with the first free one when no start is given", () => {
    expect(words(byCount(2, "", { taken: { listed: of("10.0.0.2") } }).listing)).toEqual([
      "10.0.0.3–10.0.0.4",
    ]);
  });

  it("lists none when there are too few", () => {
    expect(messages(byCount(10, "10.0.0.250"))).toEqual(["Only 5 addresses are free from 10.0.0.250 on."]);
    const full = { listed: [{ first: numberOf("10.0.0.2"), last: numberOf("10.0.0.254") }] };
    expect(messages(byCount(1, "", { taken: full }))).toEqual([
      "No address is free in this network. Listed ones that nobody uses can be changed instead.",
    ]);
  });

  it.each([
    [0, "", "count"],
    [1.5, "", "count"],
    [65_537, "", "count"],
    [1, "10.9.0.1", "start"],
    [1, "start", "start"],
  ])("refuses %d from %j", (count, start, field) => {
    expect(byCount(count, start).violations.map((violation) => violation.field)).toEqual([field]);
  });
});

it("lists what VMs use and nobody listed", () => {
  const taken = { usedByVms: of("10.0.0.1", "10.0.0.7", "10.0.0.8"), listed: of("10.0.0.8") };
  expect(words(plan({ kind: "used" }, { taken }).listing)).toEqual(["10.0.0.7"]);
  expect(messages(plan({ kind: "used" }))).toEqual(["No VM uses an address that is not listed."]);
});

describe("for any subnet and anything taken in it", () => {
  const BASE = numberOf("10.0.0.0");
  const spaces = fc
    .record({ prefixLength: fc.integer({ min: 23, max: 32 }), gatewayAt: fc.option(fc.nat(511)) })
    .map(({ prefixLength, gatewayAt }): AddressSpace => {
      const size = 2 ** (32 - prefixLength);
      return {
        subnet: { address: BASE, prefixLength },
        gateway: gatewayAt === null || gatewayAt >= size ? null : BASE + gatewayAt,
      };
    });
  const addresses = fc
    .array(fc.nat(600), { maxLength: 40 })
    .map((offsets) => rangesOf(offsets.map((offset) => BASE + offset)));
  const takens = fc.record({ listed: addresses, usedByVms: addresses, usedByNodes: addresses });
  const has = (ranges: readonly IdRange[], address: number) =>
    ranges.some(({ first, last }) => address >= first && address <= last);
  const all = ({ subnet }: AddressSpace) =>
    Array.from(
      { length: lastAddress(subnet) - firstAddress(subnet) + 1 },
      (_, at) => firstAddress(subnet) + at,
    );

  it("lists by range what a walk over the subnet lists", () => {
    const usages = fc.constantFrom("server" as const, "other" as const);
    fc.assert(
      fc.property(spaces, takens, addresses, usages, (space, taken, wanted, usage) => {
        const inside = all(space).filter((address) => has(wanted, address));
        fc.pre(inside.length > 0);
        const expected = inside.filter(
          (address) =>
            roleOfAddress(space, address) === null &&
            !has(taken.listed, address) &&
            !has(taken.usedByNodes, address) &&
            (usage === "server" || !has(taken.usedByVms, address)),
        );
        const ranges = rangesOf(inside).map(formatAddressRange).join(",");
        expect(byRange(ranges, { space, taken, usage }).listing).toEqual(rangesOf(expected));
      }),
    );
  });

  it("lists by count what a walk over the subnet lists", () => {
    fc.assert(
      fc.property(spaces, takens, fc.integer({ min: 1, max: 50 }), fc.nat(511), (space, taken, count, at) => {
        const start = Math.min(BASE + at, lastAddress(space.subnet));
        const free = all(space).filter(
          (address) =>
            roleOfAddress(space, address) === null &&
            ![taken.listed, taken.usedByVms, taken.usedByNodes].some((ranges) => has(ranges, address)),
        );
        expect(freeRanges(space, taken)).toEqual(rangesOf(free));
        const expected = free.filter((address) => address >= start).slice(0, count);
        const { listing } = byCount(count, formatIpv4(start), { space, taken });
        expect(listing).toEqual(expected.length < count ? [] : rangesOf(expected));
      }),
    );
  });
});
