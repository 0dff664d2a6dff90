import { ESP_HEADER_BYTES, ESP_TRAILER_BYTES, espPayloadBytes, type EspTransform } from "./esp.ts";
import {
  clearHeaderBytes,
  type Encapsulation,
  ETHERNET_HEADER_BYTES,
  IPV4_HEADER_BYTES,
  outerIpHeaderBytes,
  UDP_HEADER_BYTES,
  VLAN_TAG_BYTES,
  VXLAN_HEADER_BYTES,
} from "./mtu.ts";

/** One part of the packet. `note` says why it has its size where that is not plain. */
export type LedgerEntry = { title: string; bytes: number; isEncrypted: boolean; note: string | null };

/** Every byte of the outer packet in the order of the wire; the sizes sum to `outerBytes`. */
export function mtuLedger(encapsulation: Encapsulation, innerBytes: number): LedgerEntry[] {
  const { esp, natTraversal, outer = "ipv4" } = encapsulation;
  const ip = entry(
    outer === "ipv6" ? "Outer IPv6 header" : "Outer IPv4 header",
    outerIpHeaderBytes(encapsulation),
  );
  const clear = clearEntries(encapsulation, innerBytes);
  if (!esp) return [ip, ...clear];
  const clearBytes = clearHeaderBytes(encapsulation) + innerBytes;
  return [
    ip,
    ...(natTraversal ? [entry("UDP header of NAT traversal", UDP_HEADER_BYTES)] : []),
    entry("ESP header", ESP_HEADER_BYTES, "SPI and sequence number"),
    ...(esp.ivBytes > 0 ? [entry("Initialization vector", esp.ivBytes, esp.name)] : []),
    ...[...clear, ...trailerEntries(esp, clearBytes)].map((part) => ({ ...part, isEncrypted: true })),
    ...(esp.icvBytes > 0 ? [entry("Integrity check value", esp.icvBytes, esp.name)] : []),
  ];
}

function clearEntries({ esp, mode, innerVlan }: Encapsulation, innerBytes: number): LedgerEntry[] {
  return [
    ...(esp && mode === "tunnel" ? [entry("Tunnelled IPv4 header", IPV4_HEADER_BYTES)] : []),
    entry("UDP header", UDP_HEADER_BYTES),
    entry("VXLAN header", VXLAN_HEADER_BYTES),
    entry("Inner Ethernet header", ETHERNET_HEADER_BYTES),
    ...(innerVlan ? [entry("Inner VLAN tag", VLAN_TAG_BYTES)] : []),
    entry("Inner packet", innerBytes),
  ];
}

function trailerEntries(esp: EspTransform, clearBytes: number): LedgerEntry[] {
  const paddingBytes = espPayloadBytes(clearBytes, esp) - clearBytes - ESP_TRAILER_BYTES;
  return [
    ...(paddingBytes > 0 ? [entry("Padding", paddingBytes, `up to a multiple of ${esp.alignBytes}`)] : []),
    entry("ESP trailer", ESP_TRAILER_BYTES, "pad length and next header"),
  ];
}

function entry(title: string, bytes: number, note: string | null = null): LedgerEntry {
  return { title, bytes, isEncrypted: false, note };
}
