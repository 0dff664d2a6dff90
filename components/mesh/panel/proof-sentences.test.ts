import { describe, expect, it } from "vitest";
import { proveMtu } from "#server/domain/mesh/mtu-proof.ts";
import { DANUBE_ESP } from "#server/domain/esp.ts";
import { fragmentsOf, largestInnerMtuBytes, outerBytes } from "#server/domain/mtu.ts";
import { proofSentences } from "./proof-sentences.ts";

function proofOf(ruleMtuBytes: number) {
  const encapsulation = { esp: DANUBE_ESP, mode: "transport", outer: "ipv4", innerVlan: false } as const;
  const path = { ...encapsulation, underlayMtuBytes: 1500 };
  return proveMtu({
    overlayRuleName: "customers",
    ruleMtuBytes,
    encapsulation,
    espSource: "policy",
    pathMtuBytes: 1500,
    pathMtuSource: "assumed",
    pathMtuObservedAt: null,
    pathMtuMeasured: null,
    innerMtuBytesMaxUntagged: largestInnerMtuBytes(path),
    innerMtuBytesMaxTagged: largestInnerMtuBytes({ ...path, innerVlan: true }),
    effectiveMtuBytes: largestInnerMtuBytes(path),
    outerBytes: outerBytes(encapsulation, ruleMtuBytes),
    fragments: fragmentsOf(path, ruleMtuBytes),
  });
}

describe("the proof of an MTU", () => {
  it("says why the customary 1400 fragments, what would fit, and what the path would have to carry", () => {
    const proof = proofOf(1400);
    expect(proofSentences(proof).join(" ")).toBe(
      "A full frame of customers (1400 bytes) becomes 1516 bytes on the wire. " +
        "The path carries 1500, so every full frame leaves as 2 packets (1500 + 36 bytes). " +
        "1392 is the largest MTU that crosses whole, or the path must carry 1516. " +
        "The encrypted part grows in whole blocks of 16 bytes, so sizes change in steps.",
    );
    expect(proof.ledger.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(1516);
    expect(proof.largestSafeOuterBytes).toBeLessThanOrEqual(1500);
  });

  it("says that a frame at the limit crosses whole and leaves no room", () => {
    expect(proofSentences(proofOf(1392)).join(" ")).toBe(
      "A full frame of customers (1392 bytes) becomes 1500 bytes on the wire. " +
        "The path carries 1500, so it crosses whole. Not one byte more would fit.",
    );
  });

  it("says how much room is left below the limit", () => {
    expect(proofSentences(proofOf(1300)).join(" ")).toContain("Its MTU could be up to 1392.");
  });
});
