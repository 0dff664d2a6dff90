import { describe, expect, it } from "vitest";
import { parseAddresses, parseDefaultRoutes } from "./addresses.ts";

describe("parseAddresses", () => {
  it("takes IPv4 addresses and leaves out loopback, IPv6 and addresses still to come", () => {
    const text =
      "lo0/v4:127.0.0.1/8\nadmin0/_a:10.0.0.5/24\next0/dhcp:?\nadmin0/v6:fe80\\:\\:1/10\nlo0/v6:\\:\\:1/128\n";
    expect(parseAddresses(text)).toEqual({
      isParsed: true,
      value: [{ interfaceName: "admin0", ipv4Address: "10.0.0.5", prefixLength: 24 }],
    });
  });

  it.each(["a/b:10.0.0.5/33\n", "a/b:10.0.0.256/24\n", "junk\n"])("refuses %j", (text) => {
    expect(parseAddresses(text).isParsed).toBe(false);
  });
});

describe("parseDefaultRoutes", () => {
  const table = (line: string) =>
    `\nRouting Table: IPv4\n  Destination  Gateway  Flags  Ref  Use  Interface\n---- ---- ---- --- --- ----\n${line}`;

  it.each([
    {
      line: "default 203.0.113.1 UG 4 482 external0\n",
      routes: [{ gateway: "203.0.113.1", interfaceName: "external0" }],
    },
    { line: "default 203.0.113.1 UG 4 482 \n", routes: [{ gateway: "203.0.113.1", interfaceName: null }] },
    { line: "10.0.0.0 10.0.0.5 U 1 1 admin0\n", routes: [] },
  ])("reads $line", ({ line, routes }) => {
    expect(parseDefaultRoutes(table(line))).toEqual({ isParsed: true, value: routes });
  });

  it("does not take an empty answer for a node without routes", () => {
    expect(parseDefaultRoutes("").isParsed).toBe(false);
  });
});
