import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EspTransform, espTransformOfPolicy, parseEspTransform } from "./esp.ts";
import {
  type Encapsulation,
  fragmentsOf,
  largestInnerMtuBytes,
  largestOverlayMtuBytes,
  outerBytes,
  OVERLAY_MTU_BYTES_MAX,
  OVERLAY_MTU_BYTES_MIN,
  smallestUnderlayMtuBytes,
} from "./mtu.ts";
import { mtuLedger } from "./mtu-ledger.ts";
import limits from "./testing/vectors/11_physical_limits.json" with { type: "json" };

const INTEGRITIES = ["sha1", "sha256", "sha384", "sha512"];
const TRANSFORM_NAMES = [
  ...["aes-cbc-128", "aes-cbc-192", "aes-cbc-256", "null"].flatMap((cipher) =>
    INTEGRITIES.map((integrity) => `${cipher}/${integrity}`),
  ),
  ...["aes-gcm-128", "aes-gcm-256", "aes-ccm-128"].flatMap((cipher) => [
    cipher,
    `${cipher}-8`,
    `${cipher}-12`,
  ]),
  "aes-gcm",
  "chacha20-poly1305",
];

function transform(name: string): EspTransform {
  const found = parseEspTransform(name);
  if (!found) throw new Error(`no such transform: ${name}`);
  return found;
}

const anyEncapsulation: fc.Arbitrary<Encapsulation> = fc.record({
  esp: fc.oneof(fc.constant(null), fc.constantFrom(...TRANSFORM_NAMES.map(transform))),
  mode: fc.constantFrom("transport" as const, "tunnel" as const),
  outer: fc.constantFrom("ipv4" as const, "ipv6" as const),
  natTraversal: fc.boolean(),
  innerVlan: fc.boolean(),
});
const anyUnderlay = fc.oneof(fc.integer({ min: 576, max: 10_000 }), fc.integer({ min: 576, max: 65_535 }));
const anyInner = fc.integer({ min: 68, max: 10_000 });

/** The packet laid down octet by octet, each octet naming its part. */
function naivePacket(
  { esp, mode, outer, natTraversal, innerVlan }: Encapsulation,
  innerBytes: number,
): string[] {
  const octets = (part: string, count: number): string[] => Array.from({ length: count }, () => part);
  const clear = [...octets("udp", 8), ...octets("vxlan", 8), ...octets("macs", 12)];
  if (innerVlan) clear.push(...octets("tag", 4));
  clear.push(...octets("ethertype", 2), ...octets("inner", innerBytes));
  const packet = octets("ip", outer === "ipv6" ? 40 : 20);
  if (!esp) return [...packet, ...clear];
  if (mode === "tunnel") clear.unshift(...octets("tunnelled ip", 20));
  while ((clear.length + 2) % esp.alignBytes !== 0) clear.push("pad");
  clear.push("pad length", "next header");
  if (natTraversal) packet.push(...octets("nat-t", 8));
  packet.push(...octets("spi", 4), ...octets("sequence", 4), ...octets("iv", esp.ivBytes));
  return [...packet, ...clear, ...octets("icv", esp.icvBytes)];
}

function isUnfragmented(encapsulation: Encapsulation, innerBytes: number, underlayMtuBytes: number): boolean {
  return naivePacket(encapsulation, innerBytes).length <= underlayMtuBytes;
}

describe("largestInnerMtuBytes", () => {
  it.each([
    { underlay: 1500, path: "none", untagged: 1450, tagged: 1446 },
    { underlay: 1492, path: "none", untagged: 1442, tagged: 1438 },
    { underlay: 1500, path: "aes-cbc-128/sha512", untagged: 1392, tagged: 1388 },
    { underlay: 1492, path: "aes-cbc-128/sha512", untagged: 1376, tagged: 1372 },
    { underlay: 9000, path: "aes-cbc-128/sha512", untagged: 8880, tagged: 8876 },
    { underlay: 1500, path: "aes-cbc-256/sha512 NAT-T", untagged: 1376, tagged: 1372 },
    { underlay: 1492, path: "aes-cbc-256/sha512 NAT-T", untagged: 1376, tagged: 1372 },
    { underlay: 9000, path: "aes-cbc-256/sha512 NAT-T", untagged: 8880, tagged: 8876 },
    { underlay: 1500, path: "aes-cbc-128/sha512 IPv6", untagged: 1360, tagged: 1356 },
    { underlay: 1492, path: "aes-cbc-128/sha512 IPv6", untagged: 1360, tagged: 1356 },
    { underlay: 9000, path: "aes-cbc-128/sha512 IPv6", untagged: 8864, tagged: 8860 },
    { underlay: 1500, path: "aes-gcm-128", untagged: 1416, tagged: 1412 },
  ])(
    "over $underlay bytes, $path, it is $untagged, with a tag $tagged",
    ({ underlay, path, untagged, tagged }) => {
      const [name = ""] = path.split(" ");
      const carried = {
        esp: parseEspTransform(name),
        natTraversal: path.endsWith("NAT-T"),
        outer: path.endsWith("IPv6") ? ("ipv6" as const) : ("ipv4" as const),
        underlayMtuBytes: underlay,
      };
      expect(largestInnerMtuBytes(carried)).toBe(untagged);
      expect(largestInnerMtuBytes({ ...carried, innerVlan: true })).toBe(tagged);
    },
  );

  it("always fits itself, and one byte more never does", () => {
    fc.assert(
      fc.property(anyEncapsulation, anyUnderlay, (encapsulation, underlayMtuBytes) => {
        const mtuBytes = largestInnerMtuBytes({ ...encapsulation, underlayMtuBytes });
        expect(isUnfragmented(encapsulation, mtuBytes, underlayMtuBytes)).toBe(true);
        expect(isUnfragmented(encapsulation, mtuBytes + 1, underlayMtuBytes)).toBe(false);
      }),
    );
  });

  it("never shrinks on a larger underlay, never grows by tag, NAT-T, tunnel mode or IPv6", () => {
    fc.assert(
      fc.property(anyEncapsulation, anyUnderlay, fc.nat(64), (encapsulation, underlayMtuBytes, moreBytes) => {
        const on = (change: Partial<Encapsulation>, bytes = underlayMtuBytes) =>
          largestInnerMtuBytes({ ...encapsulation, ...change, underlayMtuBytes: bytes });
        expect(on({}, underlayMtuBytes + moreBytes)).toBeGreaterThanOrEqual(on({}));
        expect(on({ innerVlan: true })).toBeLessThanOrEqual(on({ innerVlan: false }));
        expect(on({ natTraversal: true })).toBeLessThanOrEqual(on({ natTraversal: false }));
        expect(on({ mode: "tunnel" })).toBeLessThanOrEqual(on({ mode: "transport" }));
        expect(on({ outer: "ipv6" })).toBeLessThanOrEqual(on({ outer: "ipv4" }));
      }),
    );
  });
});

describe("largestOverlayMtuBytes", () => {
  it("stops at what an overlay takes, above and below", () => {
    expect(largestOverlayMtuBytes({ esp: null, underlayMtuBytes: 9000 })).toBe(8900);
    expect(largestOverlayMtuBytes({ esp: null, underlayMtuBytes: 626 })).toBe(576);
    expect(largestOverlayMtuBytes({ esp: null, underlayMtuBytes: 625 })).toBeNull();
  });

  const overlayLimits = limits.ranges.flatMap(({ input, expect: verdict, origin }) =>
    input.overlay_mtu === undefined ? [] : [{ mtuBytes: input.overlay_mtu, verdict, origin }],
  );
  it.each(overlayLimits)("an overlay MTU of $mtuBytes: $verdict ($origin)", ({ mtuBytes, verdict }) => {
    const isWithin = mtuBytes >= OVERLAY_MTU_BYTES_MIN && mtuBytes <= OVERLAY_MTU_BYTES_MAX;
    expect(isWithin ? "ok" : "error").toBe(verdict);
  });
});

describe("outerBytes", () => {
  it("makes the customary 1400 a packet of 1516 bytes under Danube's transform, 1300 one of 1420", () => {
    expect(outerBytes({ esp: transform("aes-cbc-128/sha512") }, 1400)).toBe(1516);
    expect(outerBytes({ esp: transform("aes-cbc-128/sha512") }, 1300)).toBe(1420);
  });

  it("agrees with a packet constructed byte by byte", () => {
    fc.assert(
      fc.property(anyEncapsulation, anyInner, (encapsulation, innerBytes) => {
        expect(outerBytes(encapsulation, innerBytes)).toBe(naivePacket(encapsulation, innerBytes).length);
      }),
    );
  });

  it("never shrinks for a larger inner packet", () => {
    fc.assert(
      fc.property(anyEncapsulation, anyInner, (encapsulation, innerBytes) => {
        expect(outerBytes(encapsulation, innerBytes + 1)).toBeGreaterThanOrEqual(
          outerBytes(encapsulation, innerBytes),
        );
      }),
    );
  });
});

describe("smallestUnderlayMtuBytes", () => {
  it("carries the wanted MTU, and one byte less does not", () => {
    fc.assert(
      fc.property(anyEncapsulation, fc.integer({ min: 576, max: 9000 }), (encapsulation, innerMtuBytes) => {
        const underlayMtuBytes = smallestUnderlayMtuBytes(encapsulation, innerMtuBytes) ?? 0;
        expect(largestInnerMtuBytes({ ...encapsulation, underlayMtuBytes })).toBeGreaterThanOrEqual(
          innerMtuBytes,
        );
        expect(
          largestInnerMtuBytes({ ...encapsulation, underlayMtuBytes: underlayMtuBytes - 1 }),
        ).toBeLessThan(innerMtuBytes);
      }),
    );
  });

  it("says when no IP packet is large enough", () => {
    expect(smallestUnderlayMtuBytes({ esp: null }, 65_485)).toBe(65_535);
    expect(smallestUnderlayMtuBytes({ esp: null }, 65_486)).toBeNull();
  });
});

describe("fragmentsOf", () => {
  it("splits the customary 1400 over a 1500-byte path in two", () => {
    const path = { esp: transform("aes-cbc-128/sha512"), underlayMtuBytes: 1500 };
    expect(fragmentsOf(path, 1400)).toEqual([
      { outerBytes: 1500, payloadBytes: 1480 },
      { outerBytes: 36, payloadBytes: 16 },
    ]);
    expect(fragmentsOf(path, 1392)).toEqual([]);
  });

  it("refuses a path without room for any fragment instead of splitting for ever", () => {
    for (const underlayMtuBytes of [1, 20, 27]) {
      expect(() => fragmentsOf({ esp: null, underlayMtuBytes }, 1400)).toThrow(RangeError);
    }
    expect(fragmentsOf({ esp: null, underlayMtuBytes: 28 }, 16)).toHaveLength(6);
  });

  it("puts an extension header into every IPv6 fragment", () => {
    const path = { esp: null, outer: "ipv6" as const, underlayMtuBytes: 1500 };
    expect(fragmentsOf(path, 1431)).toEqual([
      { outerBytes: 1496, payloadBytes: 1448 },
      { outerBytes: 61, payloadBytes: 13 },
    ]);
  });

  it("carries the whole payload, each fragment within the path and a multiple of 8 but the last", () => {
    fc.assert(
      fc.property(anyEncapsulation, anyUnderlay, anyInner, (encapsulation, underlayMtuBytes, innerBytes) => {
        const path = { ...encapsulation, underlayMtuBytes };
        const fragments = fragmentsOf(path, innerBytes);
        const payload = naivePacket(encapsulation, innerBytes).filter((part) => part !== "ip");
        expect(fragments.length === 0).toBe(isUnfragmented(encapsulation, innerBytes, underlayMtuBytes));
        expect(fragments.every((fragment) => fragment.outerBytes <= underlayMtuBytes)).toBe(true);
        expect(fragments.slice(0, -1).every((fragment) => fragment.payloadBytes % 8 === 0)).toBe(true);
        const carriedBytes = fragments.reduce((sum, { payloadBytes }) => sum + payloadBytes, 0);
        expect(carriedBytes).toBe(fragments.length === 0 ? 0 : payload.length);
        expect(fragments.length).not.toBe(1);
      }),
    );
  });
});

describe("mtuLedger", () => {
  it("sums to the outer packet, and encrypts whole blocks", () => {
    fc.assert(
      fc.property(anyEncapsulation, anyInner, (encapsulation, innerBytes) => {
        const ledger = mtuLedger(encapsulation, innerBytes);
        const sum = (entries: typeof ledger) => entries.reduce((total, { bytes }) => total + bytes, 0);
        expect(sum(ledger)).toBe(outerBytes(encapsulation, innerBytes));
        expect(ledger.every(({ bytes }) => bytes > 0)).toBe(true);
        const encryptedBytes = sum(ledger.filter(({ isEncrypted }) => isEncrypted));
        expect(encryptedBytes % (encapsulation.esp?.alignBytes ?? 1)).toBe(0);
      }),
    );
  });

  it("names every part in the order of the wire", () => {
    const ledger = mtuLedger(
      { esp: transform("aes-cbc-128/sha512"), mode: "tunnel", natTraversal: true, innerVlan: true },
      1400,
    );
    expect(ledger.map(({ title, bytes }) => `${title} ${bytes}`)).toEqual([
      "Outer IPv4 header 20",
      "UDP header of NAT traversal 8",
      "ESP header 8",
      "Initialization vector 16",
      "Tunnelled IPv4 header 20",
      "UDP header 8",
      "VXLAN header 8",
      "Inner Ethernet header 14",
      "Inner VLAN tag 4",
      "Inner packet 1400",
      "ESP trailer 2",
      "Integrity check value 32",
    ]);
  });
});

describe("parseEspTransform", () => {
  it.each([
    ["aes-cbc-128/sha1", { ivBytes: 16, alignBytes: 16, icvBytes: 12 }],
    ["aes-cbc-256/sha256", { ivBytes: 16, alignBytes: 16, icvBytes: 16 }],
    ["aes-cbc-128/sha384", { ivBytes: 16, alignBytes: 16, icvBytes: 24 }],
    ["aes-gcm-128", { ivBytes: 8, alignBytes: 4, icvBytes: 16 }],
    ["aes-gcm-8", { ivBytes: 8, alignBytes: 4, icvBytes: 8 }],
    ["aes-ccm-256-12", { ivBytes: 8, alignBytes: 4, icvBytes: 12 }],
    ["chacha20-poly1305", { ivBytes: 8, alignBytes: 4, icvBytes: 16 }],
    ["null/sha512", { ivBytes: 0, alignBytes: 4, icvBytes: 32 }],
  ])("%s", (name, sizes) => {
    expect(parseEspTransform(name)).toEqual({ name, ...sizes });
  });

  it.each([
    "",
    "aes",
    "aes-cbc-128",
    "aes-cbc-100/sha1",
    "null",
    "constructor",
    "aes-gcm-128/sha1",
    "aes-cbc/toString",
  ])("refuses %j", (name) => {
    expect(parseEspTransform(name)).toBeNull();
  });
});

describe("espTransformOfPolicy", () => {
  it.each([
    ["aes", "sha512", "aes-cbc/sha512", 32],
    ["aes(256)", "hmac-sha256", "aes-cbc/sha256", 16],
    ["AES", "SHA", "aes-cbc/sha1", 12],
    ["3des", "md5", "3des/md5", 12],
    ["aes-gcm(128)", null, "aes-gcm", 16],
    ["aes", null, "aes-cbc", 0],
  ])("reads %s with %s", (encryption, authentication, name, icvBytes) => {
    expect(espTransformOfPolicy(encryption, authentication)).toMatchObject({ name, icvBytes });
  });

  it.each([
    [null, "sha512"],
    ["any", "sha512"],
    ["aes", "any"],
  ])("does not guess %s with %s", (encryption, authentication) => {
    expect(espTransformOfPolicy(encryption, authentication)).toBeNull();
  });
});
