import { parseMacAddress } from "./mac-address.ts";
import { parseParsableRows } from "./parsable-rows.ts";
import { allParsed, type Parsed, parsed, parseInteger, quoted, unparsable } from "./parsed.ts";

/** One line of `dladm show-link`. */
export type LinkRow = { name: string; class: string; mtuBytes: number | null };

/** One line of `dladm show-vnic`; those of VMs are among them. */
export type VnicRow = { name: string; over: string; macAddress: string; vlanId: number; isOfVm: boolean };

const MTU_BYTES_MAX = 65_535;

export function parseLinks(text: string): Parsed<LinkRow[]> {
  const rows = parseParsableRows(text, 5, "dladm show-link");
  if (!rows.isParsed) return rows;
  return allParsed(
    rows.value.map(([name = "", linkClass = "", mtu = ""]) => {
      const mtuBytes = parseInteger(mtu, 0, MTU_BYTES_MAX);
      if (mtuBytes === null && !isUnset(mtu))
        return unparsable(`Link ${quoted(name)} has an MTU that is no number.`);
      return parsed({ name, class: linkClass, mtuBytes: mtuBytes || null });
    }),
  );
}

export function parseVnics(text: string): Parsed<VnicRow[]> {
  const rows = parseParsableRows(text, 5, "dladm show-vnic");
  if (!rows.isParsed) return rows;
  return allParsed(
    rows.value.map(([name = "", over = "", mac = "", vid = "", zone = ""]) => {
      const macAddress = parseMacAddress(mac);
      const vlanId = isUnset(vid) ? 0 : parseInteger(vid, 0, 4094);
      if (macAddress === null) return unparsable(`vNIC ${quoted(name)} has no valid MAC address.`);
      if (vlanId === null) return unparsable(`vNIC ${quoted(name)} has no valid VLAN id.`);
      return parsed({ name, over, macAddress, vlanId, isOfVm: !isUnset(zone) && zone !== "global" });
    }),
  );
}

function isUnset(text: string): boolean {
  return ["", "-", "--", "?"].includes(text);
}
