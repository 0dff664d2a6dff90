import ipaddr from "ipaddr.js";
import { parseIpv4 } from "./ipv4.ts";

/** A numeric IPv4 or IPv6 address without prefix or scope, as `inet_pton` takes it. */
export function isIpAddress(text: string): boolean {
  return parseIpv4(text) !== null || isIpv6(text);
}

export function isIpv6(text: string): boolean {
  return text.includes(":") && !text.includes("%") && ipaddr.IPv6.isValid(text);
}
