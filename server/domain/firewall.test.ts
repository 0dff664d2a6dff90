import { describe, expect, it } from "vitest";
import { parseFirewall } from "./firewall.ts";
import { vectorsOf } from "./testing/vectors.ts";
import ipfLines from "./testing/vectors/09_ipf_conf.json";

const ADDRESSES = [{ interfaceName: "external0", ipv4Address: "203.0.113.7", prefixLength: 24 }];

describe("parseFirewall", () => {
  it.each(vectorsOf(ipfLines))(
    "judges “$input” as the packet filter does: $why",
    ({ input, expect: verdict }) => {
      expect(parseFirewall(input, []).isParsed).toBe(verdict !== "error");
    },
  );

  it("does not read a rule of endless length", () => {
    const line = `block in ${"quick ".repeat(20_000)}`;
    expect(parseFirewall(line, [])).toMatchObject({
      isParsed: false,
      reason: expect.stringContaining("a rule that is not understood"),
    });
  });

  it.each([
    {
      line: "block out log quick on external0 proto udp from any to any port = 4790",
      ports: [4790, 4790],
      isUnconditional: true,
    },
    {
      line: "@1 block in log quick on external0 proto udp from any to 203.0.113.7/32 port = 4790",
      ports: [4790, 4790],
      isUnconditional: true,
    },
    {
      line: "block out log quick on external0 proto udp from 203.0.113.7 to any port = 4790",
      ports: [4790, 4790],
      isUnconditional: true,
    },
    {
      line: "block out log quick on external0 proto udp from 203.0.113.8 to any port = 4790",
      ports: [4790, 4790],
      isUnconditional: false,
    },
    {
      line: "block out quick on external0 proto udp from any to any port = 4790 keep state ( strict ) keep frags",
      ports: [4790, 4790],
      isUnconditional: true,
    },
    {
      line: "block out quick on external0 proto udp from any to any port = 4790 keep state group 100",
      ports: [4790, 4790],
      isUnconditional: false,
    },
    {
      line: "block out quick on external0 proto udp from any to any port = 4790 keep state (strict) head 100",
      ports: [4790, 4790],
      isUnconditional: false,
    },
    {
      line: "block out quick on external0 proto udp from any port = 4790 to any",
      ports: [null, null],
      isUnconditional: false,
    },
    {
      line: "block in quick proto udp from any to any port 4789 >< 4800",
      ports: [4790, 4799],
      isUnconditional: true,
    },
    {
      line: "block in quick proto udp from any to any port = (4790, 4791)",
      ports: [null, null],
      isUnconditional: false,
    },
    { line: "block in quick on external0 all", ports: [null, null], isUnconditional: true },
    {
      line: "block in quick on external0 proto tcp from any to any flags S",
      ports: [null, null],
      isUnconditional: false,
    },
  ])("knows whether nothing escapes: $line", ({ line, ports, isUnconditional }) => {
    expect(parseFirewall(line, ADDRESSES)).toMatchObject({
      value: [{ portFirst: ports[0], portLast: ports[1], isUnconditional, text: line }],
    });
  });

  it("does not take an address for the node's only one when its interface has two", () => {
    const addresses = [
      ...ADDRESSES,
      { interfaceName: "external0", ipv4Address: "203.0.113.8", prefixLength: 24 },
    ];
    const guard = parseFirewall(
      "block out quick on external0 proto udp from 203.0.113.7 to any port = 4790",
      addresses,
    );
    expect(guard).toMatchObject({ value: [{ isUnconditional: false }] });
  });

  it("knows that empty lists are no rules", () => {
    expect(parseFirewall("empty list for ipfilter(out)\nempty list for ipfilter(in)\n", [])).toEqual({
      isParsed: true,
      value: [],
    });
  });
});
