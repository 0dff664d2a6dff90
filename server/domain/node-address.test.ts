import { describe, expect, it } from "vitest";
import { addressRefusal, canonicalAddress } from "./node-address.ts";

describe("canonicalAddress", () => {
  it.each([
    ["10.0.0.1", "10.0.0.1"],
    [" [2001:DB8:0:0::1] ", "2001:db8::1"],
    ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1"],
    ["::ffff:10.0.0.1", "10.0.0.1"],
    ["[::FFFF:a00:1]", "10.0.0.1"],
  ])("writes %s as %s", (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  it.each([
    "",
    "node01",
    "node01.example.org",
    "10.0.0",
    "10.0.0.256",
    "010.0.0.1",
    "0x7f.0.0.1",
    "2130706433",
    "127.1",
    "fe80::1%eth0",
    "[10.0.0.1",
    "2001:db8::1::2",
    "10.0.0.1:22",
  ])("knows no address in “%s”", (text) => {
    expect(canonicalAddress(text)).toBeNull();
  });
});

describe("addressRefusal", () => {
  it.each([
    "127.0.0.1",
    "127.255.0.1",
    "0.0.0.0",
    "0.1.2.3",
    "169.254.169.254",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "ff02::1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::1",
    "::7f00:1",
  ])("refuses %s", (address) => {
    expect(addressRefusal(address)).toContain(address);
  });

  it.each(["10.0.0.1", "192.168.1.1", "203.0.113.9", "2001:db8::1", "fd00::1", "64:ff9b::a00:1"])(
    "lets %s through",
    (address) => {
      expect(addressRefusal(address)).toBeNull();
    },
  );

  it("sees through IPv4 that is written as IPv6", () => {
    expect(addressRefusal(canonicalAddress("::ffff:127.0.0.1") ?? "")).toContain("loopback");
  });

  it("lets an exception of the same family through, and nothing beside it", () => {
    const exceptions = ["127.0.0.0/30", "::1/128"];
    expect(addressRefusal("127.0.0.1", exceptions)).toBeNull();
    expect(addressRefusal("127.0.0.4", exceptions)).not.toBeNull();
    expect(addressRefusal("::1", exceptions)).toBeNull();
    expect(addressRefusal("fe80::1", exceptions)).not.toBeNull();
  });
});
