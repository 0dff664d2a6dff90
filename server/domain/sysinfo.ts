import * as z from "zod";
import type { HostVnic, LinkStatus, Nic, NodeIdentity } from "./facts.ts";
import { parseIpv4 } from "./ipv4.ts";
import type { LinkRow, VnicRow } from "./datalink.ts";
import { parseMacAddress } from "./mac-address.ts";
import { allParsed, type Parsed, parsed, parseInteger, parseJson, quoted, unparsable } from "./parsed.ts";

const SYSINFO_LENGTH_MAX = 1_048_576;

const Interface = z.object({
  "MAC Address": z.string(),
  ip4addr: z.string().default(""),
  "Link Status": z.string().default("unknown"),
});
const Sysinfo = z.object({
  UUID: z.string().optional(),
  Hostname: z.string().optional(),
  "Datacenter Name": z.string().default(""),
  "Admin IP": z.string().default(""),
  "Admin NIC Tag": z.string().default(""),
  "Live Image": z.string().optional(),
  "Boot Time": z.union([z.string(), z.number()]).optional(),
  "Network Interfaces": z
    .record(z.string(), Interface.extend({ "NIC Names": z.array(z.string()).default([]) }))
    .optional(),
  "Virtual Network Interfaces": z
    .record(
      z.string(),
      Interface.extend({
        "Host Interface": z.string().default(""),
        VLAN: z.union([z.string(), z.number()]).default("0"),
      }),
    )
    .optional(),
  "Link Aggregations": z.record(z.string(), z.unknown()).default({}),
});
export type Sysinfo = z.infer<typeof Sysinfo>;

/** Takes what real formatters print wrongly: terminal wraps, an unquoted second overlay NIC tag, unescaped boot parameters. */
export function parseSysinfo(text: string): Parsed<Sysinfo> {
  if (text.length > SYSINFO_LENGTH_MAX) return unparsable("sysinfo is far too long.");
  const candidates = [
    text,
    repairOverlayNicTags(text),
    unwrap(repairOverlayNicTags(text)),
    withoutFreeText(text),
  ];
  const json = candidates
    .map((candidate) => parseJson(candidate, "sysinfo"))
    .find(({ isParsed }) => isParsed);
  if (!json?.isParsed) return unparsable("sysinfo is not valid JSON.");
  const sysinfo = Sysinfo.safeParse(json.value);
  if (sysinfo.success) return parsed(sysinfo.data);
  const path = sysinfo.error.issues[0]?.path.join(" › ") ?? "";
  return unparsable(
    path === "" ? "sysinfo is not a JSON object." : `sysinfo has an unexpected value at ${quoted(path)}.`,
  );
}

function repairOverlayNicTags(text: string): string {
  return text.replaceAll(
    /("Overlay Nic Tags": \[)([^[\]\n]{0,2000})\]/g,
    (_, start: string, list: string) => {
      const tags = list.split(",").map((tag) => tag.replaceAll('"', "").trim());
      return `${start}${tags.map((tag) => JSON.stringify(tag)).join(", ")}]`;
    },
  );
}

/** A terminal breaks lines inside strings, where JSON has none. */
function unwrap(text: string): string {
  const [outside = "", ...rest] = text.replaceAll("\r\n", "\n").split('"');
  let isInside = true;
  const pieces = rest.map((piece) => {
    const unwrapped = isInside ? piece.replaceAll("\n", "") : piece;
    const isEscaped = isInside && /(?<!\\)\\(?:\\\\)*$/.test(piece.slice(-32));
    if (!isEscaped) isInside = !isInside;
    return unwrapped;
  });
  return [outside, ...pieces].join('"');
}

/** Empties the objects whose values are printed unescaped and of which nothing is used. */
function withoutFreeText(text: string): string {
  const kept: string[] = [];
  let isSkipping = false;
  for (const line of repairOverlayNicTags(text).split("\n")) {
    const isEnd = isSkipping && /^ *\},?$/.test(line);
    if (isEnd) isSkipping = false;
    if (!isSkipping) kept.push(line);
    if (!isEnd && !isSkipping) isSkipping = /^ *"(?:Boot Parameters|Overlay Rules)": \{$/.test(line);
  }
  return unwrap(kept.join("\n"));
}

/** A boot time after the observation is taken for nonsense. */
export function identityOf(sysinfo: Sysinfo, observedAt: Date): Parsed<NodeIdentity> {
  const nodeUuid = (sysinfo.UUID ?? "").toLowerCase();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(nodeUuid))
    return unparsable("sysinfo tells no UUID.");
  if (!sysinfo.Hostname) return unparsable("sysinfo tells no host name.");
  const bootSeconds = parseInteger(String(sysinfo["Boot Time"] ?? ""), 1, observedAt.getTime() / 1000);
  return parsed({
    nodeUuid,
    hostname: sysinfo.Hostname,
    pdcName: sysinfo["Datacenter Name"],
    adminIp: ipv4OrNull(sysinfo["Admin IP"]),
    adminNicTagName: sysinfo["Admin NIC Tag"] || "admin",
    liveImage: sysinfo["Live Image"] ?? null,
    bootedAt: bootSeconds === null ? null : new Date(bootSeconds * 1000),
  });
}

export function nicsOf(sysinfo: Sysinfo, links: readonly LinkRow[]): Parsed<Nic[]> {
  const interfaces = sysinfo["Network Interfaces"];
  if (!interfaces) return unparsable("sysinfo lists no network interfaces.");
  const linkByName = new Map(links.map((link) => [link.name, link]));
  return allParsed(
    Object.entries(interfaces).map(([name, nic]) => {
      const macAddress = parseMacAddress(nic["MAC Address"]);
      if (macAddress === null) return unparsable(`NIC ${quoted(name)} has no valid MAC address.`);
      const link = linkByName.get(name);
      const isAggr = Object.hasOwn(sysinfo["Link Aggregations"], name) || link?.class === "aggr";
      return parsed({
        name,
        kind: isAggr ? ("aggr" as const) : ("physical" as const),
        macAddress,
        ipv4Address: ipv4OrNull(nic.ip4addr),
        linkStatus: linkStatusOf(nic["Link Status"]),
        nicTagNames: nic["NIC Names"],
        mtuBytes: link?.mtuBytes ?? null,
      });
    }),
  );
}

/** What `dladm` tells of a vNIC counts more than what sysinfo tells. */
export function hostVnicsOf(
  sysinfo: Sysinfo,
  links: readonly LinkRow[],
  vnics: readonly VnicRow[],
): Parsed<HostVnic[]> {
  const mtuByName = new Map(links.map(({ name, mtuBytes }) => [name, mtuBytes]));
  const vnicByName = new Map(vnics.filter(({ isOfVm }) => !isOfVm).map((vnic) => [vnic.name, vnic]));
  return allParsed(
    Object.entries(sysinfo["Virtual Network Interfaces"] ?? {}).map(([name, vnic]) => {
      const live = vnicByName.get(name);
      const macAddress = live?.macAddress ?? parseMacAddress(vnic["MAC Address"]);
      const vlanId = live?.vlanId ?? parseInteger(String(vnic.VLAN), 0, 4094);
      if (macAddress === null) return unparsable(`vNIC ${quoted(name)} has no valid MAC address.`);
      if (vlanId === null) return unparsable(`vNIC ${quoted(name)} has no valid VLAN id.`);
      return parsed({
        name,
        macAddress,
        ipv4Address: ipv4OrNull(vnic.ip4addr),
        linkStatus: linkStatusOf(vnic["Link Status"]),
        over: live?.over ?? vnic["Host Interface"],
        vlanId,
        mtuBytes: mtuByName.get(name) ?? null,
      });
    }),
  );
}

function ipv4OrNull(text: string): string | null {
  return parseIpv4(text) === null ? null : text;
}

function linkStatusOf(text: string): LinkStatus {
  return text === "up" || text === "down" ? text : "unknown";
}
