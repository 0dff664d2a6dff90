import { parseCidr, parseIpv4 } from "../ipv4.ts";

/** What a person looks for among VM NICs. */
export type InventorySearch =
  | { kind: "all" }
  | { kind: "mac"; macAddress: string }
  /** Whole octets from the first, e.g. `00:e5:dc`. */
  | { kind: "mac-beginning"; beginning: string }
  | { kind: "address"; ipv4Address: string }
  | { kind: "subnet"; cidr: string }
  | { kind: "vm"; vmUuid: string }
  | { kind: "vxlan"; vxlanId: number; overlayRuleName: string | null }
  /** All of them in the VM's name. */
  | { kind: "words"; words: string[] };

const GROUPED_MAC = /^[0-9a-f]{1,2}([:-])[0-9a-f]{1,2}(?:\1[0-9a-f]{1,2}){4}$/;
const DOTTED_MAC = /^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/;
const BARE_MAC = /^[0-9a-f]{12}$/;
const MAC_BEGINNING = /^[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){0,3}\1?$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const VXLAN = /^vxlan\s*(\d{1,8})$/;
const OVERLAY = /^([a-z_0-9]{1,19})\/(\d{1,8})$/i;

/** MAC addresses in any customary notation, addresses, subnets, UUIDs, `vxlan 123` and `rule/123`; else parts of names. */
export function inventorySearch(text: string): InventorySearch {
  const typed = text.trim();
  const lower = typed.toLowerCase();
  if (lower === "") return { kind: "all" };
  const macAddress = macIn(lower);
  if (macAddress) return { kind: "mac", macAddress };
  if (MAC_BEGINNING.test(lower))
    return { kind: "mac-beginning", beginning: lower.replaceAll("-", ":").replace(/:$/, "") };
  if (parseIpv4(lower) !== null) return { kind: "address", ipv4Address: lower };
  if (parseCidr(lower)) return { kind: "subnet", cidr: lower };
  if (UUID.test(lower)) return { kind: "vm", vmUuid: lower };
  const [, vxlanId] = VXLAN.exec(lower) ?? [];
  if (vxlanId) return { kind: "vxlan", vxlanId: Number(vxlanId), overlayRuleName: null };
  const [, overlayRuleName, id] = OVERLAY.exec(typed) ?? [];
  if (overlayRuleName && id) return { kind: "vxlan", vxlanId: Number(id), overlayRuleName };
  return { kind: "words", words: lower.split(/\s+/) };
}

function macIn(lower: string): string | null {
  if (GROUPED_MAC.test(lower)) return octets(lower.split(/[:-]/));
  if (!DOTTED_MAC.test(lower) && !BARE_MAC.test(lower)) return null;
  return octets(lower.replaceAll(".", "").match(/../g) ?? []);
}

const octets = (parts: readonly string[]) => parts.map((part) => part.padStart(2, "0")).join(":");
