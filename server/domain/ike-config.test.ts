import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseIkeConfig } from "./ike-config.ts";
import { vectorsOf } from "./testing/vectors.ts";
import configs from "./testing/vectors/05_ike_config.json";

const FAULTY = ["error", "error-per-man", "error-in-iked-v1"];

describe("parseIkeConfig", () => {
  // Whether in.iked refuses a file without rules is not known; a node without remote peers has one.
  it.each(vectorsOf(configs).filter(({ row }) => row["id"] !== "danube-no-rules"))(
    "judges $row.id as in.iked does: $why",
    ({ input, expect: verdict }) => {
      const { rules, problems } = parseIkeConfig(input);
      expect(problems.length > 0).toBe(FAULTY.includes(verdict));
      expect(rules.length > 0).toBe(!FAULTY.includes(verdict));
    },
  );

  it("gives a rule the transform and PFS group of its own before the global ones", () => {
    const global =
      "p1_lifetime_secs 0x384 p1_xform { auth_method preshared oakley_group 2 auth_alg sha1 encr_alg 3des } p2_pfs 2";
    const rule = `{ label "b" local_addr 1.1.1.1 remote_addr 2.2.2.0 / 24 p1_xform { auth_method preshared oakley_group 14 auth_alg sha256 encr_alg aes (256) } p2_pfs 5 }`;
    expect(
      parseIkeConfig(`${global}\n{ label "a" local_addr 1.1.1.1 remote_addr 2.2.2.2 }\n${rule}`).rules,
    ).toMatchObject([
      {
        label: "a",
        encryptionAlgorithm: "3des",
        diffieHellmanGroup: 2,
        perfectForwardSecrecyGroup: 2,
        lifetimeSeconds: 900,
      },
      {
        remoteAddress: "2.2.2.0/24",
        encryptionAlgorithm: "aes(256)",
        diffieHellmanGroup: 14,
        perfectForwardSecrecyGroup: 5,
      },
    ]);
  });

  it("survives any text", () => {
    const words = fc.constantFrom(
      "{",
      "}",
      "label",
      '"x"',
      '"',
      "local_addr",
      "1.1.1.1",
      "/",
      "p1_xform",
      "p2_pfs",
      "5",
      "\n",
    );
    expect(() =>
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string(),
            fc.array(words).map((list) => list.join(" ")),
          ),
          (text) => parseIkeConfig(text).rules.length >= 0,
        ),
      ),
    ).not.toThrow();
  });
});
