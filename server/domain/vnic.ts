import * as z from "zod";
import type { VmVnic } from "./facts.ts";
import { parseCidr, parseIpv4 } from "./ipv4.ts";
import { parseMacAddress } from "./mac-address.ts";
import { allParsed, type Parsed, parsed, parseInteger, parseJson, quoted, unparsable } from "./parsed.ts";

const VmNic = z.object({
  mac: z.string(),
  nic_tag: z.string().default(""),
  interface: z.string().default(""),
  vlan_id: z.union([z.number(), z.string()]).default(0),
  mtu: z.union([z.number(), z.string()]).nullish(),
  ip: z.string().optional(),
  netmask: z.string().optional(),
  ips: z.array(z.string()).optional(),
});
const Vms = z.array(
  z.object({ uuid: z.string(), alias: z.string().default(""), nics: z.array(VmNic).default([]) }),
);

/** vNICs of all VMs, of `vmadm lookup -j`. */
export function parseVmVnics(text: string): Parsed<VmVnic[]> {
  const json = parseJson(text, "vmadm's answer");
  if (!json.isParsed) return json;
  const vms = Vms.safeParse(json.value);
  if (!vms.success) {
    return unparsable(
      `vmadm's answer has an unexpected value at ${quoted(vms.error.issues[0]?.path.join(" › ") || "its top")}.`,
    );
  }
  return allParsed(
    vms.data.flatMap(({ uuid, alias, nics }) => nics.map((nic) => parseVmVnic(uuid, alias, nic))),
  );
}

function parseVmVnic(vmUuid: string, vmAlias: string, nic: z.infer<typeof VmNic>): Parsed<VmVnic> {
  const subject = `vNIC ${quoted(nic.interface)} of VM ${quoted(vmAlias || vmUuid)}`;
  const macAddress = parseMacAddress(nic.mac);
  if (macAddress === null) return unparsable(`The ${subject} has no valid MAC address.`);
  // vmadm takes 4095 although 802.1Q reserves it.
  const vlanId = parseInteger(String(nic.vlan_id), 0, 4095);
  if (vlanId === null) return unparsable(`The ${subject} has no valid VLAN id.`);
  const isMtuSet = nic.mtu !== null && nic.mtu !== undefined && nic.mtu !== "";
  const mtuBytes = isMtuSet ? parseInteger(String(nic.mtu), 576, 9000) : null;
  if (isMtuSet && mtuBytes === null) return unparsable(`The ${subject} has no valid MTU.`);
  const overlay = parseOverlayNicTag(nic.nic_tag);
  if (overlay && overlay.vxlanId === null) return unparsable(`The ${subject} has no valid VXLAN id.`);
  const shown = nic.ips ?? [
    nic.ip === "dhcp" || !nic.netmask ? (nic.ip ?? "") : `${nic.ip}/${prefixOf(nic.netmask)}`,
  ];
  return parsed({
    vmUuid: vmUuid.toLowerCase(),
    vmAlias,
    interfaceName: nic.interface,
    macAddress,
    nicTag: nic.nic_tag,
    overlayRuleName: overlay?.overlayRuleName ?? null,
    vxlanId: overlay?.vxlanId ?? null,
    vlanId,
    addresses: shown.flatMap(parseVmAddress),
    isDhcp: shown.includes("dhcp"),
    mtuBytes,
  });
}

/** `rule/number`; null: a plain tag. A number above 24 bits or with a leading zero fails when the zone boots. */
export function parseOverlayNicTag(
  nicTag: string,
): { overlayRuleName: string; vxlanId: number | null } | null {
  const [, overlayRuleName, number] = /^([A-Za-z0-9_]+)\/(\d+)$/.exec(nicTag) ?? [];
  if (overlayRuleName === undefined || number === undefined) return null;
  return { overlayRuleName, vxlanId: /^0\d/.test(number) ? null : parseInteger(number, 0, 16_777_215) };
}

/** IPv6, `addrconf` and `dhcp` have no place in IPv4 subnets. */
function parseVmAddress(text: string): VmVnic["addresses"] {
  const cidr = parseCidr(text);
  return cidr ? [{ ipv4Address: text.split("/")[0] ?? text, prefixLength: cidr.prefixLength }] : [];
}

/** "" when it is no netmask; then its address is none either. */
function prefixOf(netmask: string): string {
  const mask = parseIpv4(netmask);
  return mask === null ? "" : String(mask.toString(2).replaceAll("0", "").length);
}
