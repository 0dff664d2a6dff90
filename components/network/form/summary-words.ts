import { parseCidr } from "#server/domain/ipv4.ts";
import { subnetShapeProblem } from "#server/domain/network/subnet.ts";
import { NETWORK_FIELD_LABELS } from "../field-labels.ts";

/** The labels of what is to be mended, in the order of the form. */
export function labelsOf(fields: Iterable<string>): string[] {
  const wanted = new Set(fields);
  return Object.entries(NETWORK_FIELD_LABELS).flatMap(([field, label]) => (wanted.has(field) ? [label] : []));
}

/** "254 addresses for VMs and the gateway"; null while the subnet cannot be read. */
export function addressCountWords(subnet: string): string | null {
  const cidr = subnetShapeProblem(subnet) === null ? parseCidr(subnet) : null;
  if (!cidr) return null;
  const size = 2 ** (32 - cidr.prefixLength);
  // RFC 3021: a /31 has neither a network nor a broadcast address.
  const count = cidr.prefixLength >= 31 ? size : size - 2;
  return count === 1 ? "1 address" : `${count.toLocaleString("en")} addresses`;
}
