import type { DefaultRoute, InterfaceAddress } from "./facts.ts";
import { parseIpv4 } from "./ipv4.ts";
import { parseParsableRows } from "./parsable-rows.ts";
import { allParsed, type Parsed, parsed, parseInteger, quoted, unparsable } from "./parsed.ts";

/** IPv4 addresses of `ipadm show-addr -p -o addrobj,addr`, the loopback ones left out. */
export function parseAddresses(text: string): Parsed<InterfaceAddress[]> {
  const rows = parseParsableRows(text, 2, "ipadm");
  if (!rows.isParsed) return rows;
  const ipv4Rows = rows.value.filter(
    ([object = "", address = ""]) => /^[\d.]+\//.test(address) && !/^lo\d/.test(object),
  );
  return allParsed(
    ipv4Rows.map(([object = "", shown = ""]) => {
      const [ipv4Address = "", prefix = ""] = shown.split("/");
      const prefixLength = parseInteger(prefix, 0, 32);
      if (parseIpv4(ipv4Address) === null || prefixLength === null) {
        return unparsable(`ipadm tells an address of ${quoted(object)} that is none: ${quoted(shown)}.`);
      }
      return parsed({ interfaceName: object.split("/")[0] ?? object, ipv4Address, prefixLength });
    }),
  );
}

/** Default routes of `netstat -rn -f inet`. */
export function parseDefaultRoutes(text: string): Parsed<DefaultRoute[]> {
  const lines = text.split("\n").map((line) => line.trim().split(/\s+/));
  if (!lines.some(([first]) => first === "Destination"))
    return unparsable("netstat printed no routing table.");
  return allParsed(
    lines
      .filter(([destination]) => destination === "default" || destination === "0.0.0.0")
      .map(([, gateway = "", , , , interfaceName]) => {
        if (parseIpv4(gateway) === null)
          return unparsable(`netstat tells a gateway that is no address: ${quoted(gateway)}.`);
        return parsed({ gateway, interfaceName: interfaceName ?? null });
      }),
  );
}
