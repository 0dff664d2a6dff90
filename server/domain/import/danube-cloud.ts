import { ADMINOVERLAY_VXLAN_ID } from "../delegation.ts";
import type { Violation } from "../errors.ts";
import { formatIdRanges, mergeIdRanges, VLAN_BOUNDS } from "../id-range.ts";
import { parseIpv4 } from "../ipv4.ts";
import type { FileReading, FileRow } from "./file-row.ts";
import type { JsonItem, JsonObject } from "./json.ts";

const OVERLAY_RULE = "overlay rule";
const ACCESSES: Readonly<Record<string, string>> = { 1: "public", 3: "private", 4: "deleted" };
const USAGES: Readonly<Record<string, string>> = { 1: "server", 2: "server", 9: "other" };
const NODE_USAGE = 3;
const NETWORK_FIELDS = new Set([
  "name",
  "alias",
  "access",
  "desc",
  "network",
  "netmask",
  "gateway",
  "nic_tag",
  "nic_tag_type",
  "vlan_id",
  "vxlan_id",
  "mtu",
  "resolvers",
  "dns_domain",
  "ptr_domain",
  "dhcp_passthrough",
  "dc_bound",
  "dcs",
]);
const ADDRESS_FIELDS = new Set(["ip", "usage", "note", "net"]);

/** null: not one of Danube Cloud's answers about networks, addresses or the settings of a vDC. */
export function fromDanubeCloud(items: readonly JsonItem[]): FileReading | null {
  const [first] = items;
  if (!first) return null;
  if ("network" in first.object && "netmask" in first.object) return danubeNetworks(items);
  if ("ip" in first.object && typeof first.object["usage"] === "number") return danubeAddresses(items);
  if (Object.keys(first.object).some((key) => key.startsWith("VMS_NET_"))) return danubeSettings(first);
  return null;
}

function danubeNetworks(items: readonly JsonItem[]): FileReading {
  const isAttached = items.some(({ object }) => Array.isArray(object["dcs"]) && object["dcs"].length > 1);
  return {
    problem: null,
    file: {
      noun: "networks",
      format: "danube-cloud",
      recognised: "Networks as Danube Cloud answers them.",
      rows: items.map(networkRow),
      leftOut: [
        ...unknownFields(items, NETWORK_FIELDS),
        ...(isAttached ? ["Attachments to further vDCs: an operator shares networks here."] : []),
      ],
    },
  };
}

function networkRow({ line, object, problems: ofItem }: JsonItem): FileRow {
  const { subnet, problems: ofSubnet } = subnetOf(object);
  const problems = [...ofItem, ...ofSubnet];
  const access = ACCESSES[String(object["access"] ?? 3)];
  if (access === undefined) {
    problems.push({ field: "access", message: "The access is 1 (public), 3 (private) or 4 (deleted)." });
  }
  const isOverlay =
    object["nic_tag_type"] === OVERLAY_RULE ||
    (!object["nic_tag_type"] && typeof object["vxlan_id"] === "number");
  const tagName = object["nic_tag"] ?? null;
  const fields = new Map<string, unknown>([
    ["name", object["name"]],
    ["alias", object["alias"] ?? ""],
    ["description", object["desc"] ?? ""],
    ["access", access ?? "private"],
    ["subnet", subnet],
    ["gateway", object["gateway"] ?? ""],
    ["resolvers", object["resolvers"] ?? []],
    ["dnsDomain", object["dns_domain"] ?? ""],
    ["ptrDomain", object["ptr_domain"] ?? ""],
    ["dhcpPassthrough", object["dhcp_passthrough"] ?? false],
    ["overlayRule", isOverlay ? tagName : null],
    ["nicTag", isOverlay ? null : tagName],
    ["vxlan", isOverlay ? (object["vxlan_id"] ?? null) : null],
    ["vlan", object["vlan_id"]],
    ["mtu", object["mtu"] ?? null],
  ]);
  const vdcName = boundVdcName(object);
  if (vdcName !== null) fields.set("vdc", vdcName);
  return { line, fields, problems };
}

function subnetOf({ network, netmask }: JsonObject): { subnet: string; problems: Violation[] } {
  const prefixLength = prefixLengthOf(netmask);
  const subnet = `${String(network)}/${prefixLength ?? 32}`;
  if (prefixLength === null) {
    const message = `"${String(netmask).slice(0, 40)}" is no netmask such as 255.255.255.0.`;
    return { subnet, problems: [{ field: "netmask", message }] };
  }
  return { subnet, problems: [] };
}

/** null: not a mask of ones followed by zeros. */
function prefixLengthOf(netmask: unknown): number | null {
  const mask = typeof netmask === "string" ? parseIpv4(netmask) : null;
  if (mask === null) return null;
  const hostCount = 2 ** 32 - mask;
  const prefixLength = 32 - Math.log2(hostCount);
  return Number.isInteger(prefixLength) ? prefixLength : null;
}

/** The one vDC a network is bound to; null when it is bound to none, or to one that is not told. */
function boundVdcName(object: JsonObject): string | null {
  const { dcs } = object;
  if (!object["dc_bound"] || !Array.isArray(dcs) || dcs.length !== 1) return null;
  return typeof dcs[0] === "string" ? dcs[0] : null;
}

function danubeAddresses(items: readonly JsonItem[]): FileReading {
  return {
    problem: null,
    file: {
      noun: "addresses",
      format: "danube-cloud",
      recognised: "Addresses of a network as Danube Cloud answers them.",
      rows: items.map(addressRow),
      leftOut: unknownFields(items, ADDRESS_FIELDS),
    },
  };
}

function addressRow({ line, object, problems }: JsonItem): FileRow {
  const usage = USAGES[String(object["usage"])];
  const fields = new Map<string, unknown>([
    ["address", object["ip"]],
    ["usage", usage ?? "other"],
    ["note", object["note"] ?? ""],
  ]);
  if (object["net"] !== undefined) fields.set("network", object["net"]);
  if (object["usage"] === NODE_USAGE) {
    return { line, fields, problems, leftOutReason: "Addresses of nodes are set by the system." };
  }
  const message = "The usage is 1 or 2 (server), 3 (node) or 9 (other).";
  return {
    line,
    fields,
    problems: usage === undefined ? [...problems, { field: "usage", message }] : problems,
  };
}

/** Danube Cloud's lists hold for every tag; here the VLANs are taken over for user rules alone. */
function danubeSettings({ line, object, problems: ofItem }: JsonItem): FileReading {
  const vxlans = idsOf(object["VMS_NET_VXLAN_ALLOWED"] ?? []);
  const vlans = idsOf(object["VMS_NET_VLAN_ALLOWED"] ?? []);
  const isVxlanRestricted = object["VMS_NET_VXLAN_RESTRICT"] ?? true;
  const isVlanRestricted = object["VMS_NET_VLAN_RESTRICT"] ?? true;
  const problems: Violation[] = [...ofItem];
  if (!vxlans) problems.push(notIds("VMS_NET_VXLAN_ALLOWED"));
  if (!vlans) problems.push(notIds("VMS_NET_VLAN_ALLOWED"));
  const leftOut = Object.keys(object)
    .filter((key) => !SETTINGS.has(key))
    .map((key) => `Setting ${key.slice(0, 60)}.`);
  const vlanIds = isVlanRestricted ? (vlans ?? []).filter((id) => id <= VLAN_BOUNDS.last) : ALL_VLAN_IDS;
  if (isVlanRestricted && vlanIds.length < (vlans ?? []).length) {
    leftOut.push("VLANs above 4094, which IEEE 802.1Q does not have.");
  }
  if (vlanIds.length > 0) leftOut.push("VLANs on NIC tags: they are delegated by each tag's name.");
  if (!isVxlanRestricted && isVlanRestricted) {
    leftOut.push("That VXLAN ids are not restricted: here VLANs and VXLANs are restricted together.");
  }
  const vxlanIds = (vxlans ?? []).filter((id) => id !== ADMINOVERLAY_VXLAN_ID);
  if (vxlanIds.length < (vxlans ?? []).length) leftOut.push("VXLAN 2, which is reserved for adminoverlay.");
  const fields = new Map<string, unknown>([
    ["restricted", Boolean(isVxlanRestricted || isVlanRestricted)],
    ["networkLimit", object["VMS_NET_LIMIT"] ?? null],
    ["vxlans", vxlanIds.length === 0 ? [] : [{ overlayRules: null, ids: rangesOf(vxlanIds) }]],
    ["vlans", vlanIds.length === 0 ? [] : [{ overlayRule: "*", ids: rangesOf(vlanIds) }]],
  ]);
  const vdcName = object["vdc"] ?? object["dc"];
  if (typeof vdcName === "string") fields.set("vdc", vdcName);
  return {
    problem: null,
    file: {
      noun: "delegations",
      format: "danube-cloud",
      recognised: "Network settings of a vDC as Danube Cloud answers them.",
      rows: [{ line, fields, problems }],
      leftOut,
    },
  };
}

const ALL_VLAN_IDS = Array.from({ length: VLAN_BOUNDS.last + 1 }, (_, id) => id);
const SETTINGS = new Set([
  "VMS_NET_LIMIT",
  "VMS_NET_VLAN_RESTRICT",
  "VMS_NET_VLAN_ALLOWED",
  "VMS_NET_VXLAN_RESTRICT",
  "VMS_NET_VXLAN_ALLOWED",
  "vdc",
  "dc",
]);

function idsOf(value: unknown): number[] | null {
  if (!Array.isArray(value)) return null;
  const ids = value.filter((id): id is number => Number.isSafeInteger(id));
  return ids.length === value.length ? ids : null;
}

function rangesOf(ids: readonly number[]): string {
  return formatIdRanges(mergeIdRanges(ids.map((id) => ({ first: id, last: id }))));
}

function notIds(field: string): Violation {
  return { field, message: `${field} is not a list of whole numbers.` };
}

function unknownFields(items: readonly JsonItem[], known: ReadonlySet<string>): string[] {
  const names = new Set<string>();
  for (const { object } of items) for (const key of Object.keys(object)) if (!known.has(key)) names.add(key);
  return names.size === 0 ? [] : [`The fields ${[...names].slice(0, 40).join(", ")}.`];
}
