import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { vectorsOf } from "../../testing/vectors.ts";
import statusVectors from "../../testing/vectors/08_ikeadm_ipseckey_snoop_output.json";
import { type CaptureEnd, captureEvidence } from "./capture-evidence.ts";
import { readCapture } from "./read-capture.ts";

const A = "203.0.113.11";
const B = "198.51.100.22";
const ENDS: [CaptureEnd, CaptureEnd] = [
  { nodeId: "a", hostname: "cn1", adminAddress: "10.1.0.11", externalAddress: A },
  { nodeId: "b", hostname: "cn2", adminAddress: "10.2.0.22", externalAddress: B },
];
const ike = (from: string, to: string) => `${from} -> ${to}  UDP D=500 S=500 LEN=232`;
const esp = (from: string, to: string) => `${from} -> ${to} ESP SPI=0x1a2b3c Replay=7`;
const dropped = (from: string, to: string, by: string, direction = "inbound") =>
  [
    `IPsec dropped an ${direction} IPv4 packet.`,
    "IPPROTO: 17    (1=ICMP, 6=TCP, 17=UDP; 50=ESP, see netinet/in.h)",
    `Src IP address: ${from}`,
    `Dst IP address: ${to}`,
    "Src port: 52678",
    "Dst port: 4789",
    "Packet len: 156",
    `Dropped by: ${by}`,
  ].join("\n");
const evidenceOf = (text: string, kind: "ipsecLink" | "adminLink" = "ipsecLink") =>
  captureEvidence(readCapture(text), kind, ENDS);

describe("text that real programs print", () => {
  const vectors = vectorsOf(statusVectors).map(({ row }) => ({
    id: String(row["id"]),
    output: String(row["output"]),
  }));

  it.each(vectors)("is read without a fault: $id", ({ output }) => {
    expect(() => readCapture(output)).not.toThrow();
  });

  const read = (id: string) => readCapture(vectors.find((vector) => vector.id === id)?.output ?? "");

  it("tells IKE, VXLAN, drops and phase 1 as they are printed", () => {
    expect(read("snoop-ike").flows).toEqual([
      {
        kind: "ike",
        source: "xx.yy.zz.10",
        destination: "xx.yy.zz.20",
        destinationPort: 500,
        count: 1,
        lengthMax: 232,
      },
    ]);
    expect(read("snoop-plain").flows).toMatchObject([
      {
        kind: "vxlan",
        source: "10.xx.yy.10",
        destination: "10.xx.yy.11",
        destinationPort: 4790,
        lengthMax: 118,
      },
    ]);
    expect(read("dropped").drops).toEqual([
      {
        direction: "inbound",
        droppedBy: "IPsec SADB",
        source: "203.0.113.242",
        destination: "203.0.113.241",
        destinationPort: 4789,
        count: 1,
      },
    ]);
    expect(read("p1-active").phaseOnes).toEqual([
      { local: "203.0.113.7", remote: "198.51.100.9", role: "initiator", state: "ACTIVE" },
    ]);
    expect(read("p1-none").phaseOnes).toEqual([]);
    expect(read("p1-iked-down").isIkeServiceDown).toBe(true);
  });

  it("finds nothing in what is something else", () => {
    for (const id of ["stats", "ipseckey-empty", "ipseckey-paranoid"]) {
      expect(read(id)).toMatchObject({ flows: [], drops: [], phaseOnes: [], readCount: 0 });
    }
  });
});

describe("text that nobody expects", () => {
  const random = (length: number) =>
    Array.from({ length }, (_, at) => String.fromCharCode((at * 7919) % 0xffff)).join("");

  it.each([
    ["nothing", ""],
    ["binary", random(100_000)],
    [
      "invalid UTF-8, as a browser decodes it",
      new TextDecoder().decode(Uint8Array.from([0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0])),
    ],
    ["a lone surrogate", "\ud800 -> \udfff  UDP D=500"],
    ["one endless line", "a".repeat(10_000_000)],
    ["arrows without end", "a -> ".repeat(2_000_000)],
    ["10 MB of empty lines", "\n".repeat(10_000_000)],
  ])(
    "is passed over quickly: %s",
    (_, text) => {
      const capture = readCapture(text);
      expect(capture.drops).toEqual([]);
      expect(capture.flows.length).toBeLessThanOrEqual(200);
    },
    2000,
  );

  it("is cut at a million characters or 20 000 lines, and says so", () => {
    const line = `${A} -> ${B} ESP\n`;
    const capture = readCapture(line.repeat(25_000));
    expect(capture.isCut).toBe(true);
    expect(capture.lineCount).toBe(20_000);
    expect(readCapture(line.repeat(10)).isCut).toBe(false);
  });

  it("loses its terminal escapes, and no control character is left in a name", () => {
    const capture = readCapture(
      `\u001b[1;31m  12   0.00213 ${A} -> ${B}\u001b[0m UDP D=500 S=500 LEN=232\u0007`,
    );
    expect(capture.flows).toMatchObject([{ kind: "ike", source: A, destination: B }]);
  });

  it("keeps no more kinds of packets than a person reads", () => {
    const many = Array.from(
      { length: 5000 },
      (_, at) => `10.0.${at >> 8}.${at & 255} -> ${B}  UDP D=500 S=500 LEN=1`,
    );
    expect(readCapture(many.join("\n")).flows).toHaveLength(200);
  });

  it("never throws and never invents evidence", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (text) => {
        expect(captureEvidence(readCapture(text), "ipsecLink", ENDS)).toEqual([]);
      }),
    );
  });

  it("ends a report that was cut off without counting it", () => {
    const capture = readCapture(
      `${dropped(A, B, "IPsec ESP").split("\n").slice(0, 4).join("\n")}\n${esp(A, B)}`,
    );
    expect(capture).toMatchObject({ drops: [], flows: [{ kind: "esp" }] });
  });
});

describe("what a capture tells of a link", () => {
  it.each([
    { shows: "IKE from one side only", text: ike(A, B), code: "ike", pattern: "one-side-negotiates" },
    { shows: "IKE both ways and no ESP", text: `${ike(A, B)}\n${ike(B, A)}`, code: "esp", pattern: "no-esp" },
    {
      shows: "ESP one way",
      text: `${esp(A, B)}\n${esp(A, B)}\n${ike(B, A)}`,
      code: "esp",
      pattern: "esp-one-way",
    },
    { shows: "other packets only", text: ike(A, "192.0.2.9"), code: "traffic", pattern: "no-packets" },
    { shows: "a lost association", text: dropped(A, B, "IPsec ESP"), code: "esp", pattern: "esp-one-way" },
    { shows: "no policy", text: dropped(A, B, "IPsec SPD"), code: "ipsec-policy", pattern: null },
    {
      shows: "no association",
      text: dropped(A, B, "IPsec SADB"),
      code: "ike",
      pattern: "one-side-negotiates",
    },
    {
      shows: "no in.iked",
      text: "ikeadm: Unable to communicate with in.iked",
      code: "ike",
      pattern: "no-packets",
    },
  ])("$shows: fails $code", ({ text, code, pattern }) => {
    const found = evidenceOf(text).find((each) => each.code === code);
    expect(found).toMatchObject({ outcome: "fail", weight: "stops", pattern });
  });

  it("calls ESP both ways good", () => {
    const found = evidenceOf(`${esp(A, B)}\n${esp(B, A)}`);
    expect(found.map(({ code, outcome }) => [code, outcome])).toEqual([
      ["ike", "pass"],
      ["esp", "pass"],
      ["traffic", "pass"],
    ]);
  });

  it("raises an alarm over VXLAN in clear text on the external network, not inside a PDC", () => {
    const clear = `${A} -> ${B}  UDP D=4790 S=49251 LEN=118`;
    expect(evidenceOf(clear).find(({ isAlarm }) => isAlarm)?.sentence).toBe(
      `1 packet of VXLAN in clear text from ${A} to ${B}, UDP 4790: tenants' frames cross the external network unprotected.`,
    );
    const plain =
      "10.1.0.11 -> 10.2.0.22  UDP D=4790 S=49251 LEN=118\n10.2.0.22 -> 10.1.0.11  UDP D=4790 S=1 LEN=9";
    expect(evidenceOf(plain, "adminLink")).toMatchObject([
      { code: "admin-reach", outcome: "pass", isAlarm: false },
    ]);
  });

  it("tells fragments, and who asks for them", () => {
    const text = [
      `${A} -> ${B} ESP IP fragment ID=4711 Offset=1480 MF=0 TOS=0x0 TTL=64`,
      `192.0.2.254 -> ${A} ICMP Destination unreachable (Fragmentation needed)`,
    ].join("\n");
    expect(evidenceOf(text).filter(({ code }) => code === "mtu")).toMatchObject([
      { outcome: "fail", weight: "impairs", sentence: `1 packet from ${A} to ${B} came in fragments.` },
      { sentence: `192.0.2.254 told ${A} that its packets have to be fragmented (1 packet).` },
    ]);
  });

  it("names the end that drops: where a packet comes in, or where it goes out", () => {
    expect(evidenceOf(dropped(A, B, "IPsec SADB"))[0]?.hostname).toBe("cn2");
    expect(evidenceOf(dropped(A, B, "IPsec SADB", "outbound"))[0]?.hostname).toBe("cn1");
    const twice = `${dropped(A, B, "IPsec ESP")}\n\n${dropped(A, B, "IPsec ESP")}`;
    expect(evidenceOf(twice)[0]?.sentence).toContain("cn2 dropped 2 packets from cn1 to cn2 (IPsec ESP)");
  });

  it("says nothing of packets between others, and a capture without packets proves nothing", () => {
    expect(evidenceOf("192.0.2.1 -> 192.0.2.2  UDP D=500 S=500 LEN=1")).toEqual([]);
    expect(evidenceOf("snoop: cannot open “external0”")).toEqual([]);
  });
});
