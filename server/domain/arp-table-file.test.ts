import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseArpTableFile } from "./arp-table-file.ts";
import { vectorsOf } from "./testing/vectors.ts";
import arpFiles from "./testing/vectors/01_files_plugin_json.json";

const FILES = vectorsOf(arpFiles);
const REFUSED = /^The node refuses the whole file/;

function lookupsOf(row: Record<string, unknown>): { query: string; answer: string }[] {
  return [...String(row["oracle_mainline"]).matchAll(/\[(?:mac|arp)=[^\]]*\]/g)].map(([text]) => {
    const [query = "", answer = ""] = text.slice(1, -1).split(" -> ");
    return { query, answer };
  });
}

function padded(mac: string): string {
  return mac.replaceAll(/(^|:)(?=[0-9a-f](:|$))/gi, "$10").toLowerCase();
}

describe("parseArpTableFile", () => {
  it.each(FILES)("loads a file exactly when the node does: $why", ({ input, expect: verdict }) => {
    const { entries, problems } = parseArpTableFile(input);
    const isRefused = problems.some((problem) => REFUSED.test(problem));
    expect(isRefused).toBe(verdict !== "ok");
    expect(isRefused && entries.length > 0).toBe(false);
  });

  it.each(FILES.filter(({ expect: verdict }) => verdict === "ok"))(
    "looks up as the node does: $why",
    ({ input, row }) => {
      const { entries } = parseArpTableFile(input);
      for (const { query, answer } of lookupsOf(row)) {
        const [kind, key = ""] = query.split("=");
        const found = entries.find(({ macAddress, arpAddress }) =>
          kind === "mac" ? macAddress === padded(key) : arpAddress === key,
        );
        const dead = answer === "DROP" ? null : answer;
        const shown = kind === "mac" ? `::ffff:${found?.peerAddress} port ${found?.port}` : found?.macAddress;
        expect(found ? shown : null).toBe(dead);
      }
    },
  );

  it("refuses an empty file, which crashes the daemon", () => {
    expect(parseArpTableFile("").problems).toEqual([
      "The node refuses the whole file: it is empty, which crashes the overlay daemon.",
    ]);
  });

  it("says which entry drops frames, and which address another entry answers", () => {
    const text = `{"0:0:0:0:0:1": {"arp": "10.0.0.1", "ip": "192.168.1.1", "port": 4789},
      "0:0:0:0:0:2": {"arp": "10.0.0.1", "ip": "192.168.1.2", "port": 4789},
      "0:0:0:0:0:3": {"arp": "10.0.0.3", "ip": "192.168.1.2", "port": "4789"}}`;
    const { entries, problems } = parseArpTableFile(text);
    expect(entries.map(({ macAddress }) => macAddress)).toEqual(["00:00:00:00:00:01", "00:00:00:00:00:02"]);
    expect(problems).toEqual([
      "10.0.0.1 is answered by 00:00:00:00:00:01; 00:00:00:00:00:02 has the same address.",
      "The entry of 00:00:00:00:00:03 has no port from 1 to 65535, so its frames are dropped.",
    ]);
  });

  it("survives any text", () => {
    expect(() =>
      fc.assert(fc.property(fc.string(), (text) => parseArpTableFile(text).entries.length >= 0)),
    ).not.toThrow();
    expect(() =>
      fc.assert(fc.property(fc.json(), (text) => parseArpTableFile(text).entries.length >= 0)),
    ).not.toThrow();
    expect(parseArpTableFile(`${"[".repeat(100_000)}`).entries).toEqual([]);
    expect(parseArpTableFile(`{"${"x".repeat(3_000_000)}`).entries).toEqual([]);
  });
});
