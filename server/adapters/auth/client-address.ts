import { isIP } from "node:net";

/** Set by the auth handler alone; what a client sends under this name is dropped. */
export const CLIENT_ADDRESS_HEADER = "x-overmesh-client-address";

/**
 * Address of the client as `trustedProxyCount` proxies report it, each of which appends the address it was called from.
 * null without proxies: then anybody can write the header.
 */
export function clientAddress(headers: Headers, trustedProxyCount: number): string | null {
  if (trustedProxyCount === 0) return null;
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",").map((address) => address.trim());
  const address = forwarded.at(-trustedProxyCount);
  return address !== undefined && isIP(address) !== 0 ? address : null;
}
