import { parseAddresses, parseDefaultRoutes } from "./addresses.ts";
import { parseArpTableFile } from "./arp-table-file.ts";
import type { ArpTable, FactPartName, FactParts, IpsecFacts, Overlay, OverlayRule } from "./facts.ts";
import { parseFirewall } from "./firewall.ts";
import { parseIkeAssociations } from "./ike-associations.ts";
import { parseIkeConfig } from "./ike-config.ts";
import { parseAssociations } from "./ipsec-associations.ts";
import { parseIpsecPolicy } from "./ipsec-policy.ts";
import { parseLinks, parseVnics } from "./datalink.ts";
import { parseNicTags } from "./nic-tag.ts";
import { parseNodeClock } from "./node-clock.ts";
import { parseOverlays } from "./overlay.ts";
import { parseOverlayRules } from "./overlay-rule.ts";
import { type Parsed, parsed, quoted, unparsable } from "./parsed.ts";
import { parsePathProbes } from "./path-probe.ts";
import { parsePresharedKeys } from "./preshared-key.ts";
import { parseProbes } from "./probe.ts";
import { ARP_FILE_KEY, COLLECTOR_SECTIONS, type SectionOutput } from "./refresh.ts";
import { storable } from "./storable.ts";
import { hostVnicsOf, identityOf, nicsOf, parseSysinfo } from "./sysinfo.ts";
import { parseVmVnics } from "./vnic.ts";

type Sections = ReadonlyMap<string, SectionOutput>;
type ParsedParts = { [P in FactPartName]: Parsed<FactParts[P]> };

const KILLED_STATUS = 137;

/** What could be read, and for each other part one sentence why not. Without `identity` the rest is worth nothing. */
export function parseFacts(
  sections: Sections,
  observedAt: Date,
  answeredAt: Date = observedAt,
): { parts: Partial<FactParts>; failures: { part: FactPartName; reason: string }[] } {
  const parts: Partial<FactParts> = {};
  const failures: { part: FactPartName; reason: string }[] = [];
  const take = <P extends FactPartName>(part: P, result: Parsed<FactParts[P]>): void => {
    if (result.isParsed) parts[part] = storable(result.value);
    else failures.push({ part, reason: storable(result.reason) });
  };
  const results = parseParts(sections, observedAt, answeredAt);
  take("identity", results.identity);
  take("nics", results.nics);
  take("hostVnics", results.hostVnics);
  take("nicTags", results.nicTags);
  take("overlayRules", results.overlayRules);
  take("overlays", results.overlays);
  take("addresses", results.addresses);
  take("defaultRoutes", results.defaultRoutes);
  take("arpTables", results.arpTables);
  take("ipsec", results.ipsec);
  take("firewall", results.firewall);
  take("vmVnics", results.vmVnics);
  take("probes", results.probes);
  take("pathProbes", results.pathProbes);
  take("ike", results.ike);
  take("clock", results.clock);
  return { parts, failures };
}

function parseParts(sections: Sections, observedAt: Date, answeredAt: Date): ParsedParts {
  const sysinfo = flatMap(textOf(sections, "sysinfo"), parseSysinfo);
  const links = flatMap(textOf(sections, "links"), parseLinks);
  const vnics = flatMap(textOf(sections, "vnics"), parseVnics);
  const overlayRules = readOverlayRules(sections);
  const overlays = readOverlays(sections, overlayRules);
  const addresses = flatMap(textOf(sections, "addresses"), parseAddresses);
  const ownAddresses = addresses.isParsed ? addresses.value : [];
  return {
    identity: flatMap(sysinfo, (value) => identityOf(value, observedAt)),
    nics: flatMap(sysinfo, (value) => flatMap(links, (rows) => nicsOf(value, rows))),
    hostVnics: flatMap(sysinfo, (value) =>
      flatMap(links, (rows) => flatMap(vnics, (live) => hostVnicsOf(value, rows, live))),
    ),
    nicTags: flatMap(textOf(sections, "nic-tags"), parseNicTags),
    overlayRules,
    overlays,
    addresses,
    defaultRoutes: flatMap(textOf(sections, "routes"), parseDefaultRoutes),
    arpTables: flatMap(overlayRules, (rules) =>
      flatMap(overlays, (live) => readArpTables(sections, rules, live)),
    ),
    ipsec: readIpsec(sections),
    firewall: flatMap(textOf(sections, "firewall"), (text) => parseFirewall(text, ownAddresses)),
    vmVnics: flatMap(textOf(sections, "vms"), parseVmVnics),
    probes: flatMap(textOf(sections, "probes"), parseProbes),
    pathProbes: flatMap(wholeLinesOf(sections, "path-probes"), parsePathProbes),
    ike: flatMap(sectionOf(sections, "ike-associations"), parseIkeAssociations),
    clock: flatMap(textOf(sections, "clock"), (text) =>
      parseNodeClock(text, { from: observedAt, until: answeredAt }),
    ),
  };
}

function flatMap<A, B>(result: Parsed<A>, next: (value: A) => Parsed<B>): Parsed<B> {
  return result.isParsed ? next(result.value) : result;
}

/** A section that came to its end, whatever the command's status. */
function sectionOf(sections: Sections, key: string): Parsed<SectionOutput> {
  const section = sections.get(key);
  return section && section.exitCode !== null ? parsed(section) : unreadSection(sections, key);
}

/** What a command printed until it was done or stopped. */
function wholeLinesOf(sections: Sections, key: string): Parsed<string> {
  return flatMap(sectionOf(sections, key), ({ stdout }) => parsed(stdout));
}

/** Output of a command that succeeded. */
function textOf(sections: Sections, key: string): Parsed<string> {
  const section = sections.get(key);
  return section?.exitCode === 0 ? parsed(section.stdout) : unreadSection(sections, key);
}

function unreadSection(sections: Sections, key: string): { isParsed: false; reason: string } {
  const section = sections.get(key);
  const { command, timeoutSeconds } = COLLECTOR_SECTIONS.find((known) => known.key === key) ?? {
    command: [key],
    timeoutSeconds: 0,
  };
  const name = key.startsWith(ARP_FILE_KEY)
    ? `Reading ${key.slice(ARP_FILE_KEY.length)}`
    : command.slice(0, 2).join(" ");
  if (!section) return unparsable(`The node's answer ended before ${quoted(name)}.`);
  if (section.exitCode === null) return unparsable(`The node's answer ended inside ${quoted(name)}.`);
  if (section.exitCode === KILLED_STATUS && timeoutSeconds > 0) {
    return unparsable(`${quoted(name)} took longer than ${timeoutSeconds} seconds.`);
  }
  const said = section.stderr.trim() === "" ? "" : `: ${quoted(section.stderr)}`;
  return unparsable(`${quoted(name)} failed with status ${section.exitCode}${said}.`);
}

/** A file that does not exist is read as "". */
function fileTextOf(sections: Sections, key: string): Parsed<string> {
  return isMissing(sections.get(key)) ? parsed("") : textOf(sections, key);
}

function isMissing(section: SectionOutput | undefined): boolean {
  return (
    section !== undefined && section.exitCode === 1 && section.stderr.includes("No such file or directory")
  );
}

function readOverlayRules(sections: Sections): Parsed<OverlayRule[]> {
  const configLines = textOf(sections, "config-overlay-rules");
  return flatMap(fileTextOf(sections, "overlay-rules"), (text) =>
    parseOverlayRules(text, configLines.isParsed ? configLines.value : null),
  );
}

function readOverlays(sections: Sections, overlayRules: Parsed<OverlayRule[]>): Parsed<Overlay[]> {
  const ruleNames = overlayRules.isParsed ? overlayRules.value.map(({ name }) => name) : null;
  // Images older than overlays know no such subcommand.
  if (sections.get("overlay-status")?.stderr.includes("unrecognized subcommand")) return parsed([]);
  return flatMap(textOf(sections, "overlay-status"), (status) =>
    flatMap(textOf(sections, "overlay-properties"), (properties) =>
      parseOverlays(status, properties, ruleNames),
    ),
  );
}

/** Only files that a rule or a live overlay names. */
function readArpTables(
  sections: Sections,
  rules: readonly OverlayRule[],
  overlays: readonly Overlay[],
): Parsed<ArpTable[]> {
  const paths = new Set(
    [...rules, ...overlays].map(({ arpFilePath }) => arpFilePath).filter((path) => path !== null),
  );
  const tables: ArpTable[] = [];
  for (const path of paths) {
    const key = ARP_FILE_KEY + path;
    const overlayRuleNames = rules.filter((rule) => rule.arpFilePath === path).map(({ name }) => name);
    // A path first heard of in this answer could not be asked for; the next refresh will.
    if (!sections.has(key) && sections.has("probes")) {
      tables.push({
        path,
        overlayRuleNames,
        entries: [],
        problems: ["The file was not read yet; refresh the node once more."],
      });
      continue;
    }
    const text = textOf(sections, key);
    if (isMissing(sections.get(key)))
      tables.push({ path, overlayRuleNames, entries: [], problems: ["The file does not exist."] });
    else if (!text.isParsed) return text;
    else tables.push({ path, overlayRuleNames, ...parseArpTableFile(text.value) });
  }
  return parsed(tables);
}

function readIpsec(sections: Sections): Parsed<IpsecFacts> {
  const policyText = fileTextOf(sections, "ipsec-policy");
  const ikeText = fileTextOf(sections, "ike-config");
  const keys = flatMap(fileTextOf(sections, "ike-preshared"), parsePresharedKeys);
  const associations = flatMap(textOf(sections, "ipsec-associations"), parseAssociations);
  if (!policyText.isParsed) return policyText;
  if (!ikeText.isParsed) return ikeText;
  if (!keys.isParsed) return keys;
  if (!associations.isParsed) return associations;
  const policy = parseIpsecPolicy(policyText.value);
  const ike = parseIkeConfig(ikeText.value);
  return parsed({
    policyRules: policy.rules,
    ikeRules: ike.rules,
    presharedKeys: keys.value.keys,
    associations: associations.value,
    problems: [...policy.problems, ...ike.problems, ...keys.value.problems],
  });
}
