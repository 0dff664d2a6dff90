import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseIpsecPolicy } from "./ipsec-policy.ts";
import { vectorsOf } from "./testing/vectors.ts";
import policies from "./testing/vectors/07_ipsecinit_conf.json";

describe("parseIpsecPolicy", () => {
  it.each(vectorsOf(policies))("judges $row.id as ipsecconf does: $why", ({ input, expect: verdict }) => {
    const { rules, problems } = parseIpsecPolicy(input);
    expect(problems.length > 0).toBe(verdict === "error");
    expect(problems.length > 0 && rules.length > 0).toBe(false);
  });

  it("reads a pair of peers as the field writes it", () => {
    const text =
      "{ ulp udp laddr 203.0.113.7 raddr 198.51.100.9 } ipsec {encr_algs AES-CBC encr_auth_algs hmac-sha512 sa shared }\n";
    expect(parseIpsecPolicy(text).rules).toEqual([
      {
        localAddress: "203.0.113.7",
        remoteAddress: "198.51.100.9",
        localPort: null,
        remotePort: null,
        protocol: "udp",
        action: "ipsec",
        encryptionAlgorithm: "aes",
        authenticationAlgorithm: "sha512",
      },
    ]);
  });

  it.each([
    {
      text: "{ saddr 1.1.1.1 daddr 2.2.2.2 dport 4790 } apply {encr_algs aes}",
      local: "1.1.1.1",
      remotePort: 4790,
    },
    {
      text: "{ saddr 1.1.1.1 daddr 2.2.2.2 dport 4790 } permit {encr_algs aes}",
      local: "2.2.2.2",
      remotePort: null,
    },
  ])("turns old names round by direction: $text", ({ text, local, remotePort }) => {
    expect(parseIpsecPolicy(text).rules).toMatchObject([{ localAddress: local, remotePort }]);
  });

  it("survives any text", () => {
    const words = fc.constantFrom("{", "}", "laddr", "1.1.1.1", "ipsec", "encr_algs", "aes", "or", "\n", "#");
    expect(() =>
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string(),
            fc.array(words).map((list) => list.join(" ")),
          ),
          (text) => parseIpsecPolicy(text).rules.length >= 0,
        ),
      ),
    ).not.toThrow();
  });
});
