import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cidrContains,
  cidrsOverlap,
  firstAddress,
  formatCidr,
  formatIpv4,
  isPublicIpv4,
  lastAddress,
  parseCidr,
  parseIpv4,
} from "./ipv4.ts";

const anyAddress = fc.integer({ min: 0, max: 0xffff_ffff });
const anyCidr = fc
  .record({ address: anyAddress, prefixLength: fc.integer({ min: 0, max: 32 }) })
  .map((cidr) => ({ ...cidr, address: firstAddress(cidr) }));

function cidr(text: string) {
  const parsed = parseCidr(text);
  if (!parsed) throw new Error(`not a CIDR: ${text}`);
  return parsed;
}

describe("parseIpv4", () => {
  it("reads back every address it writes", () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        expect(parseIpv4(formatIpv4(address))).toBe(address);
      }),
    );
  });

  it.each([
    "",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "01.2.3.4",
    "0x1.2.3.4",
    "1.2.3.-4",
    " 1.2.3.4",
    "1.2.3.4\n",
    "1..2.3",
    "16909060",
    "dhcp",
    "::1",
    "١.2.3.4",
  ])("refuses %j", (text) => {
    expect(parseIpv4(text)).toBeNull();
  });
});

describe("parseCidr", () => {
  it("names the network, its first and its last address", () => {
    const parsed = cidr("192.168.7.0/24");
    expect([firstAddress(parsed), lastAddress(parsed)].map(formatIpv4)).toEqual([
      "192.168.7.0",
      "192.168.7.255",
    ]);
    expect(parsed.hasHostBits).toBe(false);
    expect(formatCidr(parsed)).toBe("192.168.7.0/24");
  });

  it("tells host bits and still names the network", () => {
    expect(cidr("10.1.2.3/8")).toEqual({ address: 10 * 2 ** 24, prefixLength: 8, hasHostBits: true });
  });

  it.each(["0.0.0.0/0", "255.255.255.255/32", "128.0.0.0/1"])("takes the extreme %s", (text) => {
    expect(formatCidr(cidr(text))).toBe(text);
  });

  it.each([
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10.0.0.0/ 8",
    "10.0.0/8",
    "10.0.0.0/-1",
    "/8",
    "10.0.0.0/8\n",
  ])("refuses %j", (text) => {
    expect(parseCidr(text)).toBeNull();
  });
});

describe("containment and overlap", () => {
  it("overlap is what holding a common end means, both ways round", () => {
    fc.assert(
      fc.property(anyCidr, anyCidr, (a, b) => {
        const expected = cidrContains(a, firstAddress(b)) || cidrContains(b, firstAddress(a));
        expect([cidrsOverlap(a, b), cidrsOverlap(b, a)]).toEqual([expected, expected]);
      }),
    );
  });

  it("a subnet ends where the next begins", () => {
    expect(cidrsOverlap(cidr("10.0.0.0/25"), cidr("10.0.0.128/25"))).toBe(false);
    expect(cidrsOverlap(cidr("10.0.0.0/24"), cidr("10.0.0.128/25"))).toBe(true);
  });
});

describe("isPublicIpv4", () => {
  it.each(["8.8.8.8", "100.63.255.255", "100.128.0.0", "172.32.0.1", "198.20.0.1", "223.255.255.255"])(
    "%s is public",
    (text) => {
      expect(isPublicIpv4(text)).toBe(true);
    },
  );

  it.each([
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.1.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.7",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "010.1.1.1",
    "dhcp",
    "",
  ])("%s is not public", (text) => {
    expect(isPublicIpv4(text)).toBe(false);
  });

  it("counts an excepted range as public, and only that", () => {
    const exceptions = [cidr("203.0.113.0/25")];
    expect(isPublicIpv4("203.0.113.7", exceptions)).toBe(true);
    expect(isPublicIpv4("203.0.113.200", exceptions)).toBe(false);
  });
});
