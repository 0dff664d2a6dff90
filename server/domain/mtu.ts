import { ESP_HEADER_BYTES, ESP_TRAILER_BYTES, espPayloadBytes, type EspTransform } from "./esp.ts";

/** How an inner packet is wrapped on its way between two nodes. */
export type Encapsulation = {
  /** null: plain VXLAN. */
  esp: EspTransform | null;
  /** Of ESP only. Tunnel mode encrypts the VXLAN packet's IPv4 header too. */
  mode?: "transport" | "tunnel";
  outer?: "ipv4" | "ipv6";
  /** ESP inside UDP (RFC 3948). */
  natTraversal?: boolean;
  /** The inner frame carries an 802.1Q tag. */
  innerVlan?: boolean;
};

export type EncapsulatedPath = Encapsulation & { underlayMtuBytes: number };

/** One outer IP packet of several; `outerBytes` holds its headers too. */
export type Fragment = { outerBytes: number; payloadBytes: number };

export const UNDERLAY_MTU_BYTES_MIN = 576;
export const UNDERLAY_MTU_BYTES_MAX = 65_535;
/** illumos overlay.c, OVERLAY_MTU_MIN and OVERLAY_MTU_MAX. */
export const OVERLAY_MTU_BYTES_MIN = 576;
export const OVERLAY_MTU_BYTES_MAX = 8900;

export const IPV4_HEADER_BYTES = 20;
const IPV6_HEADER_BYTES = 40;
const IPV6_FRAGMENT_HEADER_BYTES = 8;
export const UDP_HEADER_BYTES = 8;
export const VXLAN_HEADER_BYTES = 8;
export const ETHERNET_HEADER_BYTES = 14;
export const VLAN_TAG_BYTES = 4;
/** RFC 791, 3.2: offsets count in units of 8 bytes. */
const FRAGMENT_UNIT_BYTES = 8;

export function outerIpHeaderBytes({ outer = "ipv4" }: Encapsulation): number {
  return outer === "ipv6" ? IPV6_HEADER_BYTES : IPV4_HEADER_BYTES;
}

/** What stands before the inner packet and is encrypted with it: UDP, VXLAN, Ethernet, and what mode and tag add. */
export function clearHeaderBytes({ esp, mode, innerVlan }: Encapsulation): number {
  const tunnelled = esp && mode === "tunnel" ? IPV4_HEADER_BYTES : 0;
  const tag = innerVlan ? VLAN_TAG_BYTES : 0;
  return tunnelled + UDP_HEADER_BYTES + VXLAN_HEADER_BYTES + ETHERNET_HEADER_BYTES + tag;
}

/** Size of the outer IP packet, before any fragmenting, that carries an inner packet of this many bytes. */
export function outerBytes(encapsulation: Encapsulation, innerBytes: number): number {
  const clearBytes = clearHeaderBytes(encapsulation) + innerBytes;
  const { esp } = encapsulation;
  return unpaddedBytes(encapsulation) + (esp ? espPayloadBytes(clearBytes, esp) : clearBytes);
}

/** Largest inner packet that leaves unfragmented. The overlay's own limit is not applied, see `largestOverlayMtuBytes`. */
export function largestInnerMtuBytes(path: EncapsulatedPath): number {
  const { esp } = path;
  const roomBytes = path.underlayMtuBytes - unpaddedBytes(path);
  const clearBytes = esp
    ? Math.floor(roomBytes / esp.alignBytes) * esp.alignBytes - ESP_TRAILER_BYTES
    : roomBytes;
  return Math.max(0, clearBytes - clearHeaderBytes(path));
}

/** Largest MTU an overlay can be given on this path; null when it would be below what an overlay takes. */
export function largestOverlayMtuBytes(path: EncapsulatedPath): number | null {
  const mtuBytes = Math.min(largestInnerMtuBytes(path), OVERLAY_MTU_BYTES_MAX);
  return mtuBytes < OVERLAY_MTU_BYTES_MIN ? null : mtuBytes;
}

/** null: no IP packet is large enough. */
export function smallestUnderlayMtuBytes(encapsulation: Encapsulation, innerMtuBytes: number): number | null {
  const bytes = outerBytes(encapsulation, innerMtuBytes);
  return bytes > UNDERLAY_MTU_BYTES_MAX ? null : Math.max(bytes, UNDERLAY_MTU_BYTES_MIN);
}

/** The outer IP fragments of a full packet, in order; empty when it leaves whole. */
export function fragmentsOf(path: EncapsulatedPath, innerBytes: number): Fragment[] {
  const packetBytes = outerBytes(path, innerBytes);
  if (packetBytes <= path.underlayMtuBytes) return [];
  const headerBytes = outerIpHeaderBytes(path) + (path.outer === "ipv6" ? IPV6_FRAGMENT_HEADER_BYTES : 0);
  const roomBytes = path.underlayMtuBytes - headerBytes;
  const payloadBytesMax = roomBytes - (roomBytes % FRAGMENT_UNIT_BYTES);
  if (payloadBytesMax <= 0) throw new RangeError("The path has no room for any fragment.");
  const fragments: Fragment[] = [];
  let restBytes = packetBytes - outerIpHeaderBytes(path);
  while (restBytes > 0) {
    const payloadBytes = Math.min(restBytes, restBytes <= roomBytes ? roomBytes : payloadBytesMax);
    fragments.push({ outerBytes: headerBytes + payloadBytes, payloadBytes });
    restBytes -= payloadBytes;
  }
  return fragments;
}

/** All that stands around the clear or encrypted part: outer IP, NAT-T, ESP header, IV and ICV. */
function unpaddedBytes(encapsulation: Encapsulation): number {
  const { esp, natTraversal } = encapsulation;
  const ipBytes = outerIpHeaderBytes(encapsulation);
  if (!esp) return ipBytes;
  return ipBytes + (natTraversal ? UDP_HEADER_BYTES : 0) + ESP_HEADER_BYTES + esp.ivBytes + esp.icvBytes;
}
