import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFacts } from "./parse-facts.ts";
import { ARP_FILE_KEY, COLLECTOR_SECTIONS, type SectionOutput } from "./refresh.ts";

const NOW = new Date("2026-11-22T12:00:00Z");
const SYSINFO = readFileSync(
  new URL("./testing/vectors/04_sysinfo/erigonos_overlays_run.json", import.meta.url),
  "utf8",
);
const MISSING = { stdout: "", stderr: "cat: x: No such file or directory", exitCode: 1 };

function ok(stdout: string): SectionOutput {
  return { stdout, stderr: "", exitCode: 0 };
}

/** A node without overlays, IPsec or VMs. */
function stockNode(changes: Record<string, SectionOutput> = {}): Map<string, SectionOutput> {
  const sections = {
    sysinfo: ok(SYSINFO),
    "nic-tags": ok("admin|00:25:90:00:00:20|igb0|normal\n"),
    "overlay-rules": MISSING,
    "config-overlay-rules": ok(""),
    links: ok("igb0:phys:1500:up:\n"),
    vnics: ok(""),
    "overlay-status": ok(""),
    "overlay-properties": ok(""),
    addresses: ok("igb0/_a:10.44.44.13/24\n"),
    routes: ok("  Destination Gateway\ndefault 10.44.44.1 UG 1 1\n"),
    "ipsec-policy": MISSING,
    "ike-config": MISSING,
    "ike-preshared": MISSING,
    "ipsec-associations": ok("Dump succeeded for SA type 3.\n"),
    firewall: ok("empty list for ipfilter(out)\n"),
    vms: ok("[]"),
    probes: ok("10.44.44.14 1\n"),
    "path-probes": ok("10.44.44.14 1500 -\n"),
    "ike-associations": { stdout: "", stderr: "bash: /usr/sbin/ikeadm: No such file", exitCode: 127 },
    clock: ok(`${NOW.getTime() / 1000}\n`),
  };
  return new Map(Object.entries({ ...sections, ...changes }));
}

describe("parseFacts", () => {
  it("reads a stock node without overlays or IPsec in full", () => {
    const { parts, failures } = parseFacts(stockNode(), NOW);
    expect(failures).toEqual([]);
    expect(parts).toMatchObject({
      identity: { hostname: "node03" },
      overlayRules: [],
      overlays: [],
      arpTables: [],
      ipsec: { policyRules: [], ikeRules: [], presharedKeys: [], associations: [], problems: [] },
      probes: [{ targetAddress: "10.44.44.14", isAnswered: false }],
      pathProbes: [{ peerAddress: "10.44.44.14", bytesThatPassed: 1500, bytesThatDidNot: null }],
      ike: { isRunning: false, associations: [] },
      clock: { secondsAhead: 0 },
    });
  });

  it.each([
    { key: "vms", section: ok("garbage"), part: "vmVnics", reason: "vmadm's answer is not valid JSON." },
    {
      key: "vms",
      section: { stdout: "", stderr: "", exitCode: 137 },
      part: "vmVnics",
      reason: "“/usr/sbin/vmadm lookup” took longer than 60 seconds.",
    },
    {
      key: "vms",
      section: { stdout: "[", stderr: "", exitCode: null },
      part: "vmVnics",
      reason: "The node's answer ended inside “/usr/sbin/vmadm lookup”.",
    },
    {
      key: "nic-tags",
      section: { stdout: "", stderr: "no\nconfig", exitCode: 1 },
      part: "nicTags",
      reason: "“/usr/sbin/nictagadm list” failed with status 1: “no config”.",
    },
  ])(
    "names $part when its command fails, and still reads all others: $reason",
    ({ key, section, part, reason }) => {
      const { parts, failures } = parseFacts(stockNode({ [key]: section }), NOW);
      expect(failures).toEqual([{ part, reason }]);
      expect(Object.keys(parts)).toHaveLength(15);
    },
  );

  it("tells an ARP file that does not exist, and one that could not be asked for yet", () => {
    const rule = (path: string) => `-e vxlan -s files -p vxlan/listen_ip=0.0.0.0,files/config=${path}`;
    const rules = JSON.stringify({ a: rule("/a.json"), b: rule("/b.json"), c: rule("/c.json") });
    const { parts } = parseFacts(
      stockNode({
        "overlay-rules": ok(rules),
        [`${ARP_FILE_KEY}/a.json`]: ok("{}"),
        [`${ARP_FILE_KEY}/b.json`]: MISSING,
        [`${ARP_FILE_KEY}/other.json`]: ok("["),
      }),
      NOW,
    );
    expect(parts.arpTables).toEqual([
      { path: "/a.json", overlayRuleNames: ["a"], entries: [], problems: [] },
      { path: "/b.json", overlayRuleNames: ["b"], entries: [], problems: ["The file does not exist."] },
      {
        path: "/c.json",
        overlayRuleNames: ["c"],
        entries: [],
        problems: ["The file was not read yet; refresh the node once more."],
      },
    ]);
  });

  it("says what is missing when there is no answer at all", () => {
    const { parts, failures } = parseFacts(new Map(), NOW);
    expect(parts).toEqual({});
    expect(failures[0]).toEqual({
      part: "identity",
      reason: "The node's answer ended before “/usr/bin/sysinfo -f”.",
    });
  });

  it("lets no character through that a database refuses", () => {
    const vms = JSON.stringify([{ uuid: "x", alias: "a\u0000\ud800b", nics: [{ mac: "2:8:20:aa:bb:1" }] }]);
    expect(parseFacts(stockNode({ vms: ok(vms) }), NOW).parts.vmVnics?.[0]?.vmAlias).toBe("a\uFFFD\uFFFDb");
  });

  it("reads sections in whatever order they come", () => {
    const sections = [...stockNode()];
    expect(parseFacts(new Map(sections.toReversed()), NOW)).toEqual(parseFacts(new Map(sections), NOW));
  });

  it("believes dladm, not the sysinfo of ErigonOS, about the state of each overlay", () => {
    const sysinfo = JSON.parse(SYSINFO);
    sysinfo.Overlays = { customers100: "ONLINE", customers101: "ONLINE" };
    const properties = (link: string, id: number) =>
      [`${link}:mtu:1400`, `${link}:vnetid:${id}`, `${link}:vxlan/listen_port:4791`].join("\n");
    const { parts } = parseFacts(
      stockNode({
        sysinfo: ok(JSON.stringify(sysinfo)),
        "overlay-status": ok("customers100:DEGRADED:destination unreachable\ncustomers101:ONLINE:-\n"),
        "overlay-properties": ok(`${properties("customers100", 100)}\n${properties("customers101", 101)}\n`),
      }),
      NOW,
    );
    expect(parts.overlays?.map(({ name, status }) => [name, status])).toEqual([
      ["customers100", "degraded"],
      ["customers101", "online"],
    ]);
  });

  it("reads rules of stock SmartOS, whose sysinfo has none, from their file", () => {
    const sysinfo = JSON.parse(SYSINFO);
    delete sysinfo.Overlays;
    delete sysinfo["Overlay Rules"];
    const rule =
      "-e vxlan -s files -p vxlan/listen_ip=0.0.0.0,vxlan/listen_port=4791,files/config=/a.json,mtu=1400";
    const { parts, failures } = parseFacts(
      stockNode({
        sysinfo: ok(JSON.stringify(sysinfo)),
        "overlay-rules": ok(JSON.stringify({ customers: rule })),
        [`${ARP_FILE_KEY}/a.json`]: ok("{}"),
      }),
      NOW,
    );
    expect(failures).toEqual([]);
    expect(parts.overlayRules).toMatchObject([{ name: "customers", listenPort: 4791, mtuBytes: 1400 }]);
  });

  it("survives any output of any command", () => {
    const key = fc.constantFrom(...COLLECTOR_SECTIONS.map((section) => section.key), "probes", "path-probes");
    const stdout = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .array(fc.constantFrom("a", ":", "|", "\n", "default", "block in", "{", "0"))
        .map((parts) => parts.join("")),
    );
    expect(() =>
      fc.assert(
        fc.property(key, stdout, (changed, text) => {
          const { parts, failures } = parseFacts(stockNode({ [changed]: ok(text) }), NOW);
          return Object.keys(parts).length + failures.length === 16;
        }),
        { numRuns: 500 },
      ),
    ).not.toThrow();
  });
});
