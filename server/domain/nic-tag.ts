import type { NicTag, NicTagType } from "./facts.ts";
import { parseMacAddress } from "./mac-address.ts";
import { allParsed, type Parsed, parsed, quoted, unparsable } from "./parsed.ts";

const NIC_TAG_TYPES: readonly NicTagType[] = ["normal", "aggr", "etherstub", "overlay rule"];

/** Output of `nictagadm list -p -d '|'`. */
export function parseNicTags(text: string): Parsed<NicTag[]> {
  const lines = text.split("\n").filter((line) => line !== "");
  return allParsed(lines.map(parseNicTag));
}

function parseNicTag(line: string): Parsed<NicTag> {
  const [name, mac, link, typeName, ...rest] = line.split("|");
  const type = NIC_TAG_TYPES.find((known) => known === typeName);
  if (!name || mac === undefined || link === undefined || !type || rest.length > 0) {
    return unparsable(`nictagadm printed a line that is no NIC tag: ${quoted(line)}.`);
  }
  const macAddress = mac === "-" ? null : parseMacAddress(mac);
  if (mac !== "-" && macAddress === null)
    return unparsable(`NIC tag ${quoted(name)} has no valid MAC address.`);
  return parsed({ name, type, macAddress, link: link === "-" ? null : link });
}
