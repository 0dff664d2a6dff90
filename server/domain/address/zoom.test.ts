import fc from "fast-check";
import { expect, it } from "vitest";
import { firstAddress, formatCidr, type Ipv4Cidr, lastAddress, parseCidr } from "../ipv4.ts";
import { partsOf, pathTo, shownBlock, zoomOf } from "./zoom.ts";

const cidr = (text: string): Ipv4Cidr => {
  const { address = 0, prefixLength = 0 } = parseCidr(text) ?? {};
  return { address, prefixLength };
};

it.each([
  ["10.0.0.0/24", 256, 32],
  ["10.0.0.0/28", 16, 32],
  ["10.0.0.7/32", 1, 32],
  ["10.0.0.0/16", 256, 24],
  ["10.0.0.0/20", 16, 24],
  ["10.0.0.0/12", 256, 20],
  ["10.0.0.0/8", 256, 16],
])("draws %s as %d parts of /%d", (text, count, partPrefixLength) => {
  const zoom = zoomOf(cidr(text));
  expect([partsOf(zoom).length, zoom.partPrefixLength]).toEqual([count, partPrefixLength]);
});

it("goes from the subnet down to the addresses", () => {
  expect(pathTo(cidr("10.0.0.0/12"), cidr("10.5.6.7/32").address).map(formatCidr)).toEqual([
    "10.0.0.0/12",
    "10.5.0.0/20",
    "10.5.6.0/24",
  ]);
});

it.each([
  ["an address", "10.0.5.7/32", "10.0.5.0/24"],
  ["a picture of its own", "10.0.5.0/24", "10.0.5.0/24"],
  ["a part of one", "10.0.5.64/26", "10.0.5.0/24"],
  ["something between two", "10.0.4.0/22", "10.0.0.0/16"],
  ["what lies elsewhere", "10.9.0.0/24", "10.0.0.0/16"],
])("shows the picture that holds %s", (_what, wanted, shown) => {
  expect(formatCidr(shownBlock(cidr("10.0.0.0/16"), cidr(wanted)))).toBe(shown);
});

it("covers every address of a subnet exactly once, at every depth", () => {
  const subnets = fc
    .record({ prefixLength: fc.integer({ min: 8, max: 32 }), seed: fc.nat() })
    .map(({ prefixLength, seed }) => {
      const size = 2 ** (32 - prefixLength);
      return { address: (seed % 2 ** prefixLength) * size, prefixLength };
    });
  fc.assert(
    fc.property(subnets, fc.nat(), (subnet, seed) => {
      const address = firstAddress(subnet) + (seed % (lastAddress(subnet) - firstAddress(subnet) + 1));
      for (const shown of pathTo(subnet, address)) {
        const parts = partsOf(zoomOf(shown));
        expect(parts.length).toBeLessThanOrEqual(256);
        expect(parts.map(firstAddress)[0]).toBe(firstAddress(shown));
        expect(parts.map(lastAddress).at(-1)).toBe(lastAddress(shown));
        expect(parts.slice(1).map(firstAddress)).toEqual(
          parts.slice(0, -1).map((part) => lastAddress(part) + 1),
        );
      }
      const path = pathTo(subnet, address);
      const cells = partsOf(zoomOf(path.at(-1) ?? subnet));
      expect(cells.filter((cell) => cell.address === address && cell.prefixLength === 32)).toHaveLength(1);
    }),
  );
});
