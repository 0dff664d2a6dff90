import type { FleetNodeState } from "../node-state.ts";
import { addressesOf, isReachable } from "../peers.ts";
import type { FleetNodes } from "../peers.ts";
import { refuses, says } from "./answer.ts";
import type { NodeCommand } from "./answer.ts";
import { printListing } from "./listing.ts";
import type { Listing } from "./listing.ts";
import { parseOptions } from "./options.ts";

export const ipadm: NodeCommand = (node, [subcommand, ...args]) => {
  if (subcommand !== "show-addr") return refuses(`ipadm: unrecognized subcommand '${subcommand ?? ""}'`);
  const options = parseOptions(args, "po:");
  if (!options) return refuses("ipadm: invalid option");
  return printListing("ipadm", addressListing(node), options);
};

function addressListing(node: FleetNodeState): Listing {
  const rows = [...node.nics, ...node.hostVnics].flatMap(({ name, ipv4Address, prefixLength }) =>
    ipv4Address === null ? [] : [addressRow(`${name}/_a`, `${ipv4Address}/${prefixLength}`)],
  );
  return {
    fields: ["addrobj", "type", "state", "current", "persistent", "addr"],
    shown: ["addrobj", "type", "state", "addr"],
    rows: [addressRow("lo0/v4", "127.0.0.1/8"), ...rows, addressRow("lo0/v6", "::1/128")],
  };
}

function addressRow(addrobj: string, addr: string): Record<string, string> {
  return { addrobj, type: "static", state: "ok", current: "U--", persistent: "---", addr };
}

/** Only the IPv4 routing table. */
export const netstat: NodeCommand = (node, args) => {
  const options = parseOptions(args, "rnavf:");
  if (!options?.values.has("r")) return refuses("usage: netstat [-rnav] [-f address_family]");
  if ((options.values.get("f") ?? "inet") !== "inet") return says("");
  const route = (destination: string, gateway: string, flags: string, use: number, link: string) =>
    `${destination.padEnd(20)} ${gateway.padEnd(20)} ${flags.padEnd(5)} ${"4".padStart(5)} ${String(use).padStart(10)} ${link.padEnd(9)} \n`;
  return says(
    [
      "\nRouting Table: IPv4\n",
      "  Destination           Gateway           Flags  Ref     Use     Interface \n",
      "-------------------- -------------------- ----- ----- ---------- --------- \n",
      ...(node.defaultGateway === null
        ? []
        : [route("default", node.defaultGateway, "UG", 482_113, node.defaultGatewayInterface ?? "")]),
      ...[...node.nics, ...node.hostVnics].flatMap(({ name, ipv4Address }) =>
        ipv4Address === null ? [] : [route(ipv4Address.replace(/\d+$/, "0"), ipv4Address, "U", 71_904, name)],
      ),
      route("127.0.0.1", "127.0.0.1", "UH", 12_088, "lo0"),
      "\n",
    ].join(""),
  );
};

/** `ping host [timeout]`; with -s the statistics of the packets asked for. */
export const ping: NodeCommand = (node, args, fleet) => {
  const options = parseOptions(args, "adDnsvlLRrUA:c:F:i:I:p:P:S:t:T:");
  const [target, size, count = "1"] = options?.operands ?? [];
  if (!options || target === undefined) return refuses("usage: ping host [timeout]");
  if (node.trouble.unsendable.includes(target)) return refuses("ping: sendto Permission denied", 2);
  const isAnswered = isReachable(fleet, node, target);
  const exitCode = isAnswered ? 0 : 1;
  if (!options.values.has("s")) {
    return {
      stdout: isAnswered ? `${target} is alive\n` : `no answer from ${target}\n`,
      stderr: "",
      exitCode,
    };
  }
  const received = isAnswered ? count : "0";
  const loss = isAnswered ? 0 : 100;
  const header = `PING ${target}: ${size ?? 56} data bytes\n\n----${target} PING Statistics----\n`;
  const stdout = `${header}${count} packets transmitted, ${received} packets received, ${loss}% packet loss\n`;
  return { stdout, stderr: "", exitCode };
};

/** One probe at one hop count, as `-I -F -q 1 -f N -m N host packetlen` asks for; replies carry no names. */
export const traceroute: NodeCommand = (node, args, fleet) => {
  const options = parseOptions(args, "adFIlnSvxA:c:f:g:i:L:m:P:p:Q:q:s:t:w:");
  const [target, length = "40"] = options?.operands ?? [];
  if (!options || target === undefined) return refuses("Usage: traceroute [-adFIlnSvx] host [packetlen]");
  const hop = options.values.get("f") ?? "1";
  const isTooLong = Number(length) > pathBytesMax(node, fleet, target);
  const isAnswered = isReachable(fleet, node, target) && !node.trouble.unsendable.includes(target);
  const reply = isAnswered && !(isTooLong && options.values.has("F")) ? `${target}  0.412 ms` : "*";
  const header = `traceroute to ${target} (${target}), ${options.values.get("m") ?? "30"} hops max, ${length} byte packets\n`;
  return says(`${header}${hop.padStart(2)}  ${reply}\n`);
};

function pathBytesMax(node: FleetNodeState, fleet: FleetNodes, target: string): number {
  const mtuOf = (some: FleetNodeState) => Math.min(...some.nics.map(({ mtuBytes }) => mtuBytes));
  const ends = [node, ...fleet.filter((peer) => addressesOf(peer).includes(target))];
  return node.trouble.pathBytesMax[target] ?? Math.min(...ends.map(mtuOf));
}
