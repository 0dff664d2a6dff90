import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AddressEntry } from "#server/domain/address/entry.ts";
import { addressSpaceOf } from "#server/domain/address/space.ts";
import { zoomOf } from "#server/domain/address/zoom.ts";
import { formatIpv4, type Ipv4Cidr, parseIpv4 } from "#server/domain/ipv4.ts";
import { addressCells, blockCells, formatSelection, parseSelection, runsOf } from "./cells.ts";

const SPACE = addressSpaceOf({ subnet: "10.0.0.0/28", gateway: "10.0.0.1" });
const numberOf = (address: string) => parseIpv4(address) ?? 0;
const vm = {
  vmUuid: "0b0f8a5e",
  vmAlias: "db1",
  interfaceName: "net0",
  macAddress: "02:08:20:00:00:01",
  isDhcp: false,
  nodeHostname: null,
};
const node = { nodeId: null, nodeHostname: null, interfaceName: null, macAddress: null };
const entry = (address: string, more: Partial<AddressEntry>): AddressEntry => ({
  address,
  usage: null,
  note: "",
  vms: [],
  nodes: [],
  ...more,
});

describe("addressCells", () => {
  const cells = addressCells(SPACE, SPACE.subnet, [
    entry("10.0.0.1", { vms: [vm] }),
    entry("10.0.0.2", { usage: "server" }),
    entry("10.0.0.3", { usage: "other", note: "printer" }),
    entry("10.0.0.4", { usage: "server", vms: [vm] }),
    entry("10.0.0.5", { vms: [vm] }),
    entry("10.0.0.6", { nodes: [node] }),
  ]);

  it("names each address with what it is, who has it and its note", () => {
    expect(cells.slice(0, 8).map(({ name }) => name)).toEqual([
      "10.0.0.0, network address",
      "10.0.0.1, gateway",
      "10.0.0.2, listed for servers",
      "10.0.0.3, reserved, printer",
      "10.0.0.4, used by a VM: db1",
      "10.0.0.5, used by a VM, not listed: db1",
      "10.0.0.6, used by a compute node, set by the system",
      "10.0.0.7, free",
    ]);
    expect(cells.at(-1)?.name).toBe("10.0.0.15, broadcast address");
  });

  it("tells neighbours of one state as a range", () => {
    expect(
      runsOf(cells)
        .map(({ range, words, count }) => [range, words, count])
        .slice(6),
    ).toEqual([
      ["10.0.0.6", "used by a compute node, set by the system", 1],
      ["10.0.0.7–10.0.0.14", "free", 8],
      ["10.0.0.15", "broadcast address", 1],
    ]);
  });
});

describe("blockCells", () => {
  const shown: Ipv4Cidr = { address: numberOf("10.0.0.0"), prefixLength: 16 };

  it("says how full each block is", () => {
    const cells = blockCells(shown, [
      { block: "10.0.3.0/24", listedCount: 64, usedCount: 2, unlistedCount: 1 },
    ]);
    expect(cells).toHaveLength(256);
    expect(cells[3]).toMatchObject({
      short: "3",
      name: "10.0.3.0/24, 64 listed, 2 used, 1 of them not listed",
      listedShare: 0.25,
      usedShare: 2 / 256,
    });
    expect(runsOf(cells).map(({ range, words }) => [range, words])).toEqual([
      ["10.0.0.0–10.0.2.255", "all free"],
      ["10.0.3.0–10.0.3.255", "64 listed, 2 used, 1 of them not listed"],
      ["10.0.4.0–10.0.255.255", "all free"],
    ]);
  });

  it.each([
    [12, "10.16.0.0", ["0", "16", "32"]],
    [8, "10.0.0.0", ["0", "1", "2"]],
  ])("writes the octet that differs in parts of a /%d", (prefixLength, address, shorts) => {
    const cells = blockCells({ address: numberOf(address), prefixLength }, []);
    expect(cells.slice(0, 3).map(({ short }) => short)).toEqual(shorts);
  });
});

it("covers the whole picture with its ranges, each address once", () => {
  const offsets = fc.uniqueArray(fc.nat(255), { maxLength: 60 });
  const prefixes = fc.integer({ min: 24, max: 32 });
  fc.assert(
    fc.property(prefixes, offsets, (prefixLength, listed) => {
      const shown = { address: numberOf("10.0.0.0"), prefixLength };
      const entries = listed.map((offset) =>
        entry(formatIpv4(shown.address + offset), { usage: offset % 2 === 0 ? "server" : "other" }),
      );
      const runs = runsOf(addressCells({ subnet: shown, gateway: null }, shown, entries));
      expect(zoomOf(shown).partPrefixLength).toBe(32);
      expect(runs.reduce((sum, { count }) => sum + count, 0)).toBe(2 ** (32 - prefixLength));
      expect(runs.slice(1).map(({ first }) => first)).toEqual(runs.slice(0, -1).map(({ last }) => last + 1));
    }),
  );
});

it("keeps the choice in the address, and takes none that lies elsewhere", () => {
  const within = { first: numberOf("10.0.0.0"), last: numberOf("10.0.0.255") };
  const choice = { first: numberOf("10.0.0.7"), last: numberOf("10.0.0.9") };
  expect(parseSelection(formatSelection(choice), within)).toEqual(choice);
  expect(formatSelection({ ...choice, last: choice.first })).toBe("10.0.0.7");
  expect(parseSelection("10.0.0.7", within)).toEqual({ first: choice.first, last: choice.first });
  for (const text of ["", "web", "10.0.1.7", "10.0.0.9-10.0.0.7", "10.0.0.9-10.0.1.7"])
    expect(parseSelection(text, within)).toBeNull();
});
