import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { collectorScript, splitSections } from "./refresh.ts";
import { shellQuote } from "./shell-quote.ts";
import preshared from "./testing/vectors/06_ike_preshared.json";
import { vectorsOf } from "./testing/vectors.ts";

const MARK = "0123456789abcdef0123456789abcdef";

function script(options: Partial<Parameters<typeof collectorScript>[0]> = {}): string {
  return collectorScript({
    mark: MARK,
    knownArpFilePaths: [],
    probeAddresses: [],
    pathProbeTargets: [],
    fingerprintSalt: "salt",
    ...options,
  });
}

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A node's root folder with these files in it. */
function rootWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "overmesh-root-"));
  roots.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** The shell's root is that of the node. */
const inRoot = (root: string) => `cd() { builtin cd ${shellQuote(root)}; }`;

/** Runs the script in this machine's bash with functions in place of a node's commands. */
function collect(
  functions: string,
  options: Partial<Parameters<typeof collectorScript>[0]> = {},
  root = rootWith({}),
): ReturnType<typeof splitSections> {
  const quiet = [
    ..."/usr/bin/sysinfo /usr/sbin/nictagadm /usr/sbin/dladm /usr/sbin/ipadm /usr/bin/netstat".split(" "),
  ];
  const stubs = [
    ...quiet,
    "/usr/sbin/vmadm",
    "/usr/sbin/ipfstat",
    "/usr/sbin/ipseckey",
    "/usr/bin/cat",
    "/usr/sbin/ping",
  ];
  const stubbed = stubs.map((path) => `${path}() { :; }`);
  const input = [...stubbed, inRoot(root), functions, script(options)].join("\n");
  return splitSections(execFileSync("bash", ["-s"], { input, encoding: "utf8" }), MARK);
}

describe("shellQuote", () => {
  it("makes one word that bash reads back unchanged, whatever it holds", () => {
    const values = fc
      .sample(fc.string({ unit: "binary" }), 50)
      .map((value) => value.replaceAll("\0", "").toWellFormed());
    const hostile = ["'; echo pwned; '", "$(id)", "`id`", "a\nb", "\\", "*", "", ...values];
    const output = execFileSync("bash", ["-s"], {
      input: `printf '%s\\0' ${hostile.map(shellQuote).join(" ")}`,
      encoding: "utf8",
    });
    expect(output.split("\0").slice(0, -1)).toEqual(hostile);
  });

  it("refuses NUL, which no word can hold", () => {
    expect(() => shellQuote("a\0b")).toThrow(RangeError);
  });
});

describe("collectorScript", () => {
  it("refuses a mark or an address that is none", () => {
    expect(() => script({ mark: "x; reboot" })).toThrow(RangeError);
    expect(() => script({ probeAddresses: ["1.2.3.4; reboot"] })).toThrow(RangeError);
  });

  it("frames what a command prints, says and returns", () => {
    const sections = collect("/usr/bin/sysinfo() { printf '{}'; echo careful >&2; return 3; }");
    expect(sections.get("sysinfo")).toMatchObject({ stdout: "{}", stderr: "careful", exitCode: 3 });
    expect(sections.get("nic-tags")).toMatchObject({ stdout: "", stderr: "", exitCode: 0 });
  });

  it("reads each ARP file once, wherever its path is known from, and no other word of a hostile rule", () => {
    const rules = '{"r": "-p files/config=/opt/custom/networking/a.json,files/config=/x/$(id)"}';
    const root = rootWith({
      "/var/run/smartdc/networking/overlay_rules.json": rules,
      "/opt/custom/networking/a.json": "",
      "/opt/custom/networking/no.txt": "",
      "/opt/custom/networking/two\nlines.json": "",
      "/opt/custom/networking/$(id) *.json": "",
    });
    symlinkSync("/nowhere", join(root, "/opt/custom/networking/gone.json"));
    const sections = collect(
      `/usr/bin/cat() { printf 'of %s' "$1"; }`,
      { knownArpFilePaths: ["/opt/custom/networking/a.json", "/opt/it's.json", "relative", "/two\nlines"] },
      root,
    );
    const files = [...sections]
      .filter(([key]) => key.startsWith("arp-file:"))
      .map(([key, { stdout }]) => [key, stdout]);
    expect(files).toEqual([
      ["arp-file:/opt/custom/networking/a.json", "of /opt/custom/networking/a.json"],
      ["arp-file:/x/", "of /x/"],
      ["arp-file:/opt/custom/networking/$(id) *.json", "of /opt/custom/networking/$(id) *.json"],
      ["arp-file:/opt/custom/networking/gone.json", "of /opt/custom/networking/gone.json"],
      ["arp-file:/opt/it's.json", "of /opt/it's.json"],
    ]);
  });

  it("pings all addresses at once and tells each status", () => {
    const sections = collect("/usr/sbin/ping() { [[ $2 == 10.0.0.1 ]]; }", {
      probeAddresses: ["10.0.0.1", "10.0.0.2"],
    });
    expect(sections.get("probes")?.stdout.trim().split("\n").toSorted()).toEqual([
      "10.0.0.1 0",
      "10.0.0.2 1",
    ]);
  });

  it("kills what outlives its limit with all that it started, and goes on", () => {
    const hanging = "/usr/bin/sysinfo() { /bin/sleep 77 & printf $!; /bin/sleep 77; }";
    // Of the same length, which the script knows.
    const limited = script().replace("run sysinfo 30", "run sysinfo  1");
    const input = `/usr/sbin/nictagadm() { printf tags; }\n${hanging}\n${limited}`;
    const sections = splitSections(execFileSync("bash", ["-s"], { input, encoding: "utf8" }), MARK);
    expect(sections.get("sysinfo")?.exitCode).toBe(137);
    expect(sections.get("nic-tags")).toMatchObject({ stdout: "tags", exitCode: 0 });
    // What was killed is gone once its parent has noticed.
    const pid = sections.get("sysinfo")?.stdout;
    const child = `for ((i = 0; i < 100; i++)); do kill -0 ${pid} || exit 1; /bin/sleep 0.05; done`;
    expect(() => execFileSync("bash", ["-c", child], { stdio: "pipe" })).toThrow("No such process");
  });

  it("goes on behind each of several commands that hang, and finds its files all the same", () => {
    const root = rootWith({ "/opt/custom/networking/a.json": "", "/opt/custom/networking/b.json": "" });
    const hanging = `${inRoot(root)}
      /usr/bin/sysinfo() { echo slow >&2; /bin/sleep 77; }
      /usr/bin/cat() { case $1 in */a.json) printf half; /bin/sleep 77 ;; */b.json) printf whole ;; esac; }`;
    const limited = script()
      .replace("run sysinfo 30", "run sysinfo  1")
      .replace('run "arp-file:$1" 5', 'run "arp-file:$1" 1');
    const sections = splitSections(
      execFileSync("bash", ["-s"], { input: `${hanging}\n${limited}`, encoding: "utf8" }),
      MARK,
    );
    expect(sections.get("sysinfo")).toMatchObject({ stderr: "slow", exitCode: 137 });
    const folder = "arp-file:/opt/custom/networking";
    expect(sections.get(`${folder}/a.json`)).toMatchObject({ stdout: "half", exitCode: 137 });
    expect(sections.get(`${folder}/b.json`)).toMatchObject({ stdout: "whole", exitCode: 0 });
    expect(sections.get("path-probes")).toMatchObject({ exitCode: 0 });
  });

  it("keeps the first thousand characters that each command says on standard error", () => {
    const sections = collect(
      `/usr/bin/sysinfo() { printf 'two\\nlines' >&2; }
       /usr/sbin/nictagadm() { printf '%05000d' 0 >&2; printf '%s' tags; }
       /usr/sbin/ipadm() { printf '${MARK.slice(1)} begin links\\n' >&2; return 1; }`,
    );
    expect(sections.get("sysinfo")?.stderr).toBe("two\nlines");
    expect(sections.get("nic-tags")).toMatchObject({ stdout: "tags", stderr: "0".repeat(1000) });
    expect(sections.get("addresses")).toMatchObject({ stderr: `${MARK.slice(1)} begin links`, exitCode: 1 });
    expect(sections.get("links")).toMatchObject({ stdout: "", stderr: "" });
  });

  it("outlasts a command that floods standard error, in one line or in many", () => {
    const sections = collect(
      `/usr/bin/sysinfo() { printf '%0400000d' 0 >&2; printf '%s' '{}'; }
       /usr/sbin/nictagadm() { printf '%s\n' {1..20000} >&2; printf '%s' tags; }`,
    );
    expect(sections.get("sysinfo")).toMatchObject({ stdout: "{}", exitCode: 0 });
    expect(sections.get("sysinfo")?.stderr).toBe("0".repeat(1000));
    expect(sections.get("nic-tags")).toMatchObject({ stdout: "tags", exitCode: 0 });
    expect(sections.get("nic-tags")?.stderr).toMatch(/^1\n2\n3\n/);
    expect(sections.has("vms")).toBe(true);
  });

  it("runs nothing of a script that came only in part", () => {
    const { stdout, status } = spawnSync("bash", ["-s"], { input: script().slice(0, -5), encoding: "utf8" });
    expect({ stdout, status }).toEqual({ stdout: "", status: 1 });
  });

  it("tells of the configuration nothing but overlay rules", () => {
    const config =
      "root_password=secret\noverlay_rule_a=-e vxlan\n  overlay_rule_b=x\nadmin_nic=y overlay_rule_\n";
    const sections = collect("", {}, rootWith({ "/usbkey/config": config }));
    expect(sections.get("config-overlay-rules")).toMatchObject({
      stdout: "overlay_rule_a=-e vxlan\n  overlay_rule_b=x\n",
      exitCode: 0,
    });
  });

  it.each<{ what: string; files: Record<string, string>; stderr: string }>([
    { what: "is missing", files: {}, stderr: "No such file or directory" },
    { what: "is a folder", files: { "/usbkey/config/x": "" }, stderr: "Is a directory" },
    { what: "is no text", files: { "/usbkey/config": "overlay_rule_a=x\0y\n" }, stderr: "" },
  ])("does not take a configuration that $what for one without rules", ({ files, stderr }) => {
    const section = collect("", {}, rootWith(files)).get("config-overlay-rules");
    expect(section).toMatchObject({ stdout: "", exitCode: 1 });
    expect(section?.stderr).toContain(stderr);
  });

  it("tells how long each command took", () => {
    const took = collect("/usr/bin/sysinfo() { /bin/sleep 0.2; }").get("sysinfo")?.milliseconds ?? 0;
    expect(took).toBeGreaterThanOrEqual(150);
    expect(took).toBeLessThan(5000);
  });

  /** A path that carries packets of up to so many bytes. */
  const pathOf = (bytes: number) =>
    `/usr/sbin/traceroute() { echo "traceroute to x, 30 hops max"; if [[ \${13} -le ${bytes} ]]; then echo "30  \${12}  0.412 ms"; else echo "30  *"; fi; }`;
  const measured = (bytes: number, bytesExpected: number) =>
    collect(pathOf(bytes), {
      pathProbeTargets: [{ peerAddress: "10.0.0.1", bytesMax: 1500, bytesExpected }],
    }).get("path-probes")?.stdout;

  it.each([
    { bytes: 1500, bytesExpected: 1500, line: "10.0.0.1 1500 -\n", what: "all that the interface takes" },
    { bytes: 1492, bytesExpected: 1500, line: "10.0.0.1 1492 1493\n", what: "a PPPoE line" },
    { bytes: 1492, bytesExpected: 1492, line: "10.0.0.1 1492 1493\n", what: "what it was before" },
    { bytes: 1400, bytesExpected: 1492, line: "10.0.0.1 1400 1401\n", what: "less than before" },
    { bytes: 1499, bytesExpected: 1400, line: "10.0.0.1 1499 1500\n", what: "more than before" },
    { bytes: 576, bytesExpected: 576, line: "10.0.0.1 576 577\n", what: "the least of IPv4" },
    { bytes: 0, bytesExpected: 1500, line: "", what: "nothing, which proves nothing" },
  ])("measures to the byte what a path carries: $what", ({ bytes, bytesExpected, line }) => {
    expect(measured(bytes, bytesExpected)).toBe(line);
  });

  it("measures several paths at once, each by its own answers", () => {
    const functions = `/usr/sbin/traceroute() {
      case \${12} in
        10.0.0.1) echo "30  10.0.0.1  0.4 ms" ;;
        10.0.0.11) if [[ \${13} -le 1400 ]]; then echo "30  10.0.0.11  0.4 ms"; else echo "30  10.0.0.1  0.4 ms !F"; fi ;;
        10.0.0.2) echo "30  *" ;;
      esac
    }`;
    const pathProbeTargets = ["10.0.0.2", "10.0.0.11", "10.0.0.1"].map((peerAddress) => ({
      peerAddress,
      bytesMax: 1500,
      bytesExpected: 1500,
    }));
    const lines = collect(functions, { pathProbeTargets }).get("path-probes")?.stdout.trim().split("\n");
    expect(lines?.toSorted()).toEqual(["10.0.0.1 1500 -", "10.0.0.11 1400 1401"]);
  });

  it("refuses to measure a path to anything but an IPv4 address", () => {
    const target = { peerAddress: "10.0.0.1 reboot", bytesMax: 1500, bytesExpected: 1500 };
    expect(() => script({ pathProbeTargets: [target] })).toThrow(RangeError);
  });

  it.each(
    vectorsOf(preshared).filter(({ row }) => !["mcast-id", "missing-close"].includes(String(row["id"]))),
  )("fingerprints a key and never shows it: $row.id, $why", ({ input, expect: verdict }) => {
    const root = rootWith({ "/etc/inet/secret/ike.preshared": input });
    const sections = collect("/usr/bin/digest() { sha256sum; }", {}, root);
    const output = sections.get("ike-preshared")?.stdout ?? "";
    expect(/^key \S+ \S+ [0-9a-f]{64}$/m.test(output)).toBe(verdict === "ok");
    for (const [, key = ""] of input.matchAll(/key "?([^"\s]{6,})/g)) expect(output).not.toContain(key);
  });

  it("tells keys apart by their form and salt, and hexadecimal ones not by letter case", () => {
    const fingerprints = (key: string, fingerprintSalt: string) =>
      collect(
        "/usr/bin/digest() { sha256sum; }",
        { fingerprintSalt },
        rootWith({
          "/etc/inet/secret/ike.preshared": `{ localid 1.1.1.1 remoteid 2.2.2.2 key ${key} }\n`,
        }),
      ).get("ike-preshared")?.stdout;
    expect(fingerprints("ABCD", "s")).toBe(fingerprints("abcd", "s"));
    expect(fingerprints('"abcd"', "s")).not.toBe(fingerprints("abcd", "s"));
    expect(fingerprints("abcd", "other")).not.toBe(fingerprints("abcd", "s"));
  });
});

describe("splitSections", () => {
  it("keeps what came before the connection was lost", () => {
    const output = `motd\n${MARK} begin a\none\n\n${MARK} end a 0 12\n\n${MARK} begin b\ntw`;
    expect([...splitSections(output, MARK)]).toEqual([
      ["a", { stdout: "one\n", stderr: "", exitCode: 0, milliseconds: 12 }],
      ["b", { stdout: "tw", stderr: "", exitCode: null, milliseconds: null }],
    ]);
  });

  it("takes no other mark for its own", () => {
    const output = `\n${MARK} begin a\n\nffff end a 0\n\n${MARK} end a 1 5\n`;
    expect(splitSections(output, MARK).get("a")).toEqual({
      stdout: "\nffff end a 0\n",
      stderr: "",
      exitCode: 1,
      milliseconds: 5,
    });
  });

  it("survives any text", () => {
    expect(() =>
      fc.assert(
        fc.property(
          fc.array(fc.constantFrom(MARK, "\n", " begin ", " end ", "a", "0")),
          (parts) => splitSections(parts.join(""), MARK).size >= 0,
        ),
      ),
    ).not.toThrow();
  });
});
