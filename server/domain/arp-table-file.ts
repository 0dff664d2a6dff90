import ipaddr from "ipaddr.js";
import type { ArpEntry } from "./facts.ts";
import { isIpv6 } from "./ip-address.ts";
import { parseIpv4 } from "./ipv4.ts";
import { parseMacAddress, WRITTEN_OUT } from "./mac-address.ts";
import { quoted } from "./parsed.ts";
import { parseVarpdJson, type VarpdObject, type VarpdValue } from "./varpd-json.ts";

type ArpTableFile = { entries: ArpEntry[]; problems: string[] };

/**
 * A virtual ARP file as the node reads it. One fault of syntax or one key that is no MAC loses the whole file; a bad
 * address or port loses only its entry, in silence. Both are told in `problems`.
 */
export function parseArpTableFile(text: string): ArpTableFile {
  if (text === "") return refused("it is empty, which crashes the overlay daemon");
  const json = parseVarpdJson(text);
  if (!json.isParsed) return refused(json.reason);
  if (!isObject(json.value)) return refused("it is a list, not an object");
  const memberByMac = new Map<string, VarpdObject>();
  for (const [key, value] of json.value.members) {
    const macAddress = parseLenientMac(key);
    if (macAddress === null) return refused(`${quoted(key)} is no MAC address`);
    if (!isObject(value)) return refused(`the value of ${macAddress} is not an object`);
    memberByMac.set(macAddress, value);
  }
  return toEntries(memberByMac);
}

function refused(reason: string): ArpTableFile {
  return { entries: [], problems: [`The node refuses the whole file: ${reason}.`] };
}

function toEntries(memberByMac: ReadonlyMap<string, VarpdObject>): ArpTableFile {
  const entries: ArpEntry[] = [];
  const problems: string[] = [];
  const macByArpAddress = new Map<string, string>();
  for (const [macAddress, { members }] of memberByMac) {
    const field = new Map(members);
    const peerAddress = parsePeerAddress(field.get("ip"));
    const port = field.get("port");
    const arp = field.get("arp");
    const arpAddress = typeof arp === "string" && parseIpv4(arp) !== null ? arp : null;
    const proxy = field.get("dhcp-proxy");
    if (peerAddress === null) {
      problems.push(`The entry of ${macAddress} has no valid “ip”, so its frames are dropped.`);
      continue;
    }
    if (typeof port !== "bigint" || port < 1n || port > 65_535n) {
      problems.push(`The entry of ${macAddress} has no port from 1 to 65535, so its frames are dropped.`);
      continue;
    }
    if (arp !== undefined && arpAddress === null)
      problems.push(`The “arp” of ${macAddress} is no IPv4 address and never answers.`);
    if (proxy !== undefined && (typeof proxy !== "string" || parseLenientMac(proxy) === null)) {
      problems.push(`The “dhcp-proxy” of ${macAddress} is no MAC address.`);
    }
    const earlier = arpAddress === null ? undefined : macByArpAddress.get(arpAddress);
    if (earlier !== undefined)
      problems.push(`${arpAddress} is answered by ${earlier}; ${macAddress} has the same address.`);
    else if (arpAddress !== null) macByArpAddress.set(arpAddress, macAddress);
    entries.push({ macAddress, arpAddress, peerAddress, port: Number(port) });
  }
  return { entries, problems };
}

/** As the node's `ether_aton` reads it: leading blanks, more digits (the last two count) and trailing text are taken. */
function parseLenientMac(text: string): string | null {
  if (WRITTEN_OUT.test(text)) return text;
  const octets = /^\s*([0-9a-f]+(?::[0-9a-f]+){5})/i.exec(text)?.[1]?.split(":");
  return octets ? parseMacAddress(octets.map((octet) => octet.slice(-2)).join(":")) : null;
}

function parsePeerAddress(value: VarpdValue | undefined): string | null {
  if (typeof value !== "string") return null;
  if (parseIpv4(value) !== null) return value;
  if (!isIpv6(value)) return null;
  const address = ipaddr.IPv6.parse(value);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toString();
}

function isObject(value: VarpdValue): value is VarpdObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
