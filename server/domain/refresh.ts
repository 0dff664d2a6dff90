import { COLLECTOR_PRELUDE } from "./collector-prelude.ts";
import type { PathProbeTarget } from "./probe-targets.ts";
import { shellQuote } from "./shell-quote.ts";

/** Everything a refresh may run on a node, in order. Nothing else reaches a node's shell. */
export const COLLECTOR_SECTIONS = [
  { key: "clock", command: ["/usr/bin/date", "-u", "+%s"], timeoutSeconds: 5 },
  { key: "sysinfo", command: ["/usr/bin/sysinfo", "-f"], timeoutSeconds: 30 },
  { key: "nic-tags", command: ["/usr/sbin/nictagadm", "list", "-p", "-d", "|"], timeoutSeconds: 10 },
  {
    key: "overlay-rules",
    command: ["/usr/bin/cat", "/var/run/smartdc/networking/overlay_rules.json"],
    timeoutSeconds: 5,
  },
  { key: "config-overlay-rules", command: ["overlay_rule_lines"], timeoutSeconds: 5 },
  {
    key: "links",
    command: ["/usr/sbin/dladm", "show-link", "-p", "-o", "link,class,mtu,state,over"],
    timeoutSeconds: 10,
  },
  {
    key: "vnics",
    command: ["/usr/sbin/dladm", "show-vnic", "-p", "-o", "link,over,macaddress,vid,zone"],
    timeoutSeconds: 10,
  },
  {
    key: "overlay-status",
    command: ["/usr/sbin/dladm", "show-overlay", "-f", "-p", "-o", "link,status,details"],
    timeoutSeconds: 15,
  },
  {
    key: "overlay-properties",
    command: ["/usr/sbin/dladm", "show-overlay", "-p", "-o", "link,property,value"],
    timeoutSeconds: 15,
  },
  {
    key: "addresses",
    command: ["/usr/sbin/ipadm", "show-addr", "-p", "-o", "addrobj,addr"],
    timeoutSeconds: 10,
  },
  { key: "routes", command: ["/usr/bin/netstat", "-rn", "-f", "inet"], timeoutSeconds: 10 },
  { key: "ipsec-policy", command: ["/usr/bin/cat", "/etc/inet/ipsecinit.conf"], timeoutSeconds: 5 },
  { key: "ike-config", command: ["/usr/bin/cat", "/etc/inet/ike/config"], timeoutSeconds: 5 },
  { key: "ike-preshared", command: ["preshared_fingerprints"], timeoutSeconds: 20 },
  {
    key: "ipsec-associations",
    command: ["/usr/sbin/ipseckey", "-n", "-p", "dump", "esp"],
    timeoutSeconds: 15,
  },
  {
    key: "ike-associations",
    command: ["/usr/sbin/ikeadm", "-n", "-p", "dump", "p1"],
    timeoutSeconds: 15,
  },
  { key: "firewall", command: ["/usr/sbin/ipfstat", "-io"], timeoutSeconds: 10 },
  {
    key: "vms",
    command: ["/usr/sbin/vmadm", "lookup", "-j", "-o", "uuid,alias,state,brand,nics"],
    timeoutSeconds: 60,
  },
] as const satisfies { key: string; command: string[]; timeoutSeconds: number }[];

const PROBES_KEY = "probes";
const PROBES_TIMEOUT_SECONDS = 60;
const PATH_PROBES_KEY = "path-probes";
const PATH_PROBES_TIMEOUT_SECONDS = 45;
/** Sections of virtual ARP files: this and the path. */
export const ARP_FILE_KEY = "arp-file:";

export type CollectorOptions = {
  /** Hexadecimal and unguessable: what a node prints between two marks cannot forge a third. */
  mark: string;
  /** Paths the product already knows; others are found on the node. */
  knownArpFilePaths: readonly string[];
  probeAddresses: readonly string[];
  /** Paths measured with packets that must not be fragmented. */
  pathProbeTargets: readonly PathProbeTarget[];
  /** The same on all nodes, or equal keys would not have equal fingerprints. */
  fingerprintSalt: string;
};

/** Bash script for standard input of `/usr/bin/bash -s`. A known path that is not absolute, or not one line, is left out. */
export function collectorScript(options: CollectorOptions): string {
  if (!/^[0-9a-f]{16,}$/i.test(options.mark)) throw new RangeError("The mark must be hexadecimal.");
  const probed = [
    ...options.probeAddresses,
    ...options.pathProbeTargets.map(({ peerAddress }) => peerAddress),
  ];
  const foreign = probed.find((address) => !/^\d{1,3}(\.\d{1,3}){3}$/.test(address));
  if (foreign !== undefined) throw new RangeError("Only IPv4 addresses are probed.");
  const knownPaths = options.knownArpFilePaths.filter((path) => /^\/[^\p{Cc}]{1,254}$/u.test(path));
  const [first, ...rest] = COLLECTOR_SECTIONS.map(({ key, command, timeoutSeconds }) =>
    runLine(key, timeoutSeconds, command),
  );
  const script = [
    `M=${shellQuote(options.mark)}`,
    `SALT=${shellQuote(options.fingerprintSalt)}`,
    COLLECTOR_PRELUDE,
    "sections() {",
    first,
    // Many forks, which cost the less the less the shell has done.
    runLine(PROBES_KEY, PROBES_TIMEOUT_SECONDS, ["probes", ...options.probeAddresses]),
    runLine(PATH_PROBES_KEY, PATH_PROBES_TIMEOUT_SECONDS, [
      "path_probes",
      ...options.pathProbeTargets.map(pathProbeWord),
    ]),
    ...rest,
    "arp_files_of_rules",
    "arp_files_of_folder",
    ...knownPaths.map((path) => `arp_file ${shellQuote(path)}`),
    "settle",
    `printf %s "$nl$C done$nl" >&2`,
    "}",
    "collect",
    "",
  ].join("\n");
  const bytes = new TextEncoder().encode(script).length;
  // A shell reads its commands from a pipe byte by byte; read whole, they are also run wholly or not at all.
  return `export LC_ALL=C\nIFS= read -r -N ${bytes} script && eval "$script"\n${script}`;
}

function pathProbeWord({ peerAddress, bytesMax, bytesExpected }: PathProbeTarget): string {
  return `${peerAddress}=${Math.trunc(bytesMax)}=${Math.trunc(bytesExpected)}`;
}

function runLine(key: string, timeoutSeconds: number, command: readonly string[]): string {
  return ["run", key, String(timeoutSeconds), ...command.map(shellQuote)].join(" ");
}

export type SectionOutput = {
  stdout: string;
  /** Its first 1000 characters. */
  stderr: string;
  /** null: the output ends inside the section, as when the connection is lost. */
  exitCode: number | null;
};
export type CollectedSection = SectionOutput & {
  /** How long it took by the node's clock; null: not told. */
  milliseconds: number | null;
};

/** Sections by key. What stands outside of sections is left out; of two with one key the first counts. */
export function splitSections(output: string, mark: string): Map<string, CollectedSection> {
  const sections = new Map<string, CollectedSection>();
  const saidOnStderr = new Map<string, string>();
  let open: { key: string; section: CollectedSection } | null = null;
  for (const part of `\n${output}`.split(`\n${mark} `).slice(1)) {
    const lineEnd = part.indexOf("\n");
    // Without its end of line even a heading may be cut short.
    if (lineEnd < 0) break;
    const [kind = "", ...words] = part.slice(0, lineEnd).split(" ");
    const text = part.slice(lineEnd + 1);
    if (kind === "stderr") saidOnStderr.set(words.join(" "), text);
    else if (kind === "begin") {
      open = {
        key: words.join(" "),
        section: { stdout: text, stderr: "", exitCode: null, milliseconds: null },
      };
      if (!sections.has(open.key)) sections.set(open.key, open.section);
    } else if (kind === "end" && open) {
      open.section.exitCode = Number(words.at(-2));
      open.section.milliseconds = Number(words.at(-1));
      open = null;
    }
  }
  for (const [key, section] of sections) section.stderr = saidOnStderr.get(key) ?? "";
  return sections;
}
