import { describe, expect, it } from "vitest";
import { isOutsideAddress } from "./outside-address.ts";

describe("isOutsideAddress", () => {
  it.each([
    "8.8.8.8",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "2001:4860::1",
  ])("%s is outside", (address) => {
    expect(isOutsideAddress(address)).toBe(true);
  });

  it.each([
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.255.255",
    "192.0.0.170",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "198.18.0.1",
    "198.19.255.255",
    "192.88.99.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "100::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "localhost",
    "",
    "0x7f.1",
  ])("%s is not", (address) => {
    expect(isOutsideAddress(address)).toBe(false);
  });

  it("takes what an exception names, of the same family alone", () => {
    expect(isOutsideAddress("127.0.0.1", ["10.0.0.0/8", "127.0.0.1/32"])).toBe(true);
    expect(isOutsideAddress("127.0.0.2", ["127.0.0.1/32"])).toBe(false);
    expect(isOutsideAddress("fd00::5", ["fd00::/8"])).toBe(true);
    expect(isOutsideAddress("::ffff:127.0.0.1", ["127.0.0.0/8"])).toBe(false);
  });
});
