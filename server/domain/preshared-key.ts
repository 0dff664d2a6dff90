import ipaddr from "ipaddr.js";
import type { PresharedKey } from "./facts.ts";
import { isIpAddress } from "./ip-address.ts";
import { type Parsed, parsed, quoted, unparsable } from "./parsed.ts";

/** Lines that the collector's fingerprinting printed; of the same pair the first counts, as on the node. */
export function parsePresharedKeys(text: string): Parsed<{ keys: PresharedKey[]; problems: string[] }> {
  const keyByPair = new Map<string, PresharedKey>();
  const problems: string[] = [];
  for (const line of text.split("\n").filter((candidate) => candidate !== "")) {
    const [, localAddress, remoteAddress, fingerprint] = /^key (\S+) (\S+) ([0-9a-f]{64})$/.exec(line) ?? [];
    if (line === "bad") problems.push("ike.preshared has an entry the node does not accept.");
    else if (localAddress === undefined || remoteAddress === undefined || fingerprint === undefined) {
      return unparsable(`The key fingerprints have an unexpected line: ${quoted(line.slice(0, 40))}.`);
    } else if (!isUnicast(localAddress) || !isUnicast(remoteAddress)) {
      problems.push("ike.preshared has an entry whose address no node can have.");
    } else if (keyByPair.has(`${localAddress} ${remoteAddress}`)) {
      problems.push(
        `ike.preshared has two keys for ${localAddress} and ${remoteAddress}; only the first counts.`,
      );
    } else keyByPair.set(`${localAddress} ${remoteAddress}`, { localAddress, remoteAddress, fingerprint });
  }
  return parsed({ keys: [...keyByPair.values()], problems });
}

function isUnicast(text: string): boolean {
  const [address = ""] = text.split("/");
  return isIpAddress(address) && ipaddr.parse(address).range() !== "multicast";
}
