import { describe, expect, it } from "vitest";
import { parsePathProbes } from "./path-probe.ts";

describe("parsePathProbes", () => {
  it("reads what passed and the least that did not", () => {
    expect(parsePathProbes("10.0.0.1 1492 1493\n10.0.0.2 9000 -\n")).toEqual({
      isParsed: true,
      value: [
        { peerAddress: "10.0.0.1", bytesThatPassed: 1492, bytesThatDidNot: 1493 },
        { peerAddress: "10.0.0.2", bytesThatPassed: 9000, bytesThatDidNot: null },
      ],
    });
  });

  it("are the same whoever of several was measured first", () => {
    const lines = ["10.0.0.10 1500 -", "10.0.0.9 1500 -", "9.0.0.1 1400 1401"];
    const text = (some: readonly string[]) => some.map((line) => `${line}\n`).join("");
    const one = parsePathProbes(text(lines));
    expect(parsePathProbes(text(lines.toReversed()))).toEqual(one);
    expect(one).toMatchObject({
      value: [{ peerAddress: "9.0.0.1" }, { peerAddress: "10.0.0.9" }, { peerAddress: "10.0.0.10" }],
    });
  });

  it("leaves out a line that was cut short", () => {
    expect(parsePathProbes("10.0.0.1 1492 1493\n10.0.0.2 149")).toMatchObject({
      value: [{ peerAddress: "10.0.0.1" }],
    });
  });

  it.each(["10.0.0.1 1500", "10.0.0.1 - 576", "node 1500 -", "10.0.0.1 99999 -"])(
    "does not read “%s”",
    (line) => {
      expect(parsePathProbes(`${line}\n`)).toMatchObject({ isParsed: false });
    },
  );
});
