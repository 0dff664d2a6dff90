import { isWithin, parseAddressQuery } from "#server/domain/address/range.ts";
import { formatIpv4, parseCidr } from "#server/domain/ipv4.ts";

/** The addresses of a network, at the address that was looked for when it has it. */
export function addressHref({
  vdcId,
  networkId,
  text,
  subnet,
}: {
  vdcId: string;
  networkId: string;
  text: string;
  subnet: string;
}): string {
  const page = `/vdcs/${vdcId}/networks/${networkId}?tab=addresses`;
  const found = parseAddressQuery(text);
  const within = parseCidr(subnet);
  if (!found || !within || !isWithin(found, within)) return page;
  const block = `${formatIpv4(found.address)}/${found.prefixLength}`;
  const at = found.prefixLength === 32 ? `&at=${formatIpv4(found.address)}` : "";
  return `${page}&block=${encodeURIComponent(block)}${at}`;
}
