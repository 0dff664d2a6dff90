import { ADMINOVERLAY_VXLAN_ID } from "../delegation.ts";
import type { Violation } from "../errors.ts";
import { isIdInRanges, VLAN_BOUNDS, VXLAN_BOUNDS } from "../id-range.ts";
import { cidrContains, firstAddress, type Ipv4Cidr, lastAddress, parseCidr, parseIpv4 } from "../ipv4.ts";
import { NETWORK_MTU_BYTES_MAX, NETWORK_MTU_BYTES_MIN } from "./mtu.ts";
import type { NetworkDraft } from "./draft.ts";
import { subnetShapeProblem } from "./subnet.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const DNS_DOMAIN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,249}$/;
const PTR_DOMAIN = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,249}$/;
// oxlint-disable-next-line no-control-regex
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;
const RESOLVER_COUNT_MAX = 8;
const ALIAS_LENGTH_MAX = 32;
const DESCRIPTION_LENGTH_MAX = 128;

/** What is wrong with a draft by itself; the form asks it at every key, the server again. */
export function networkFieldViolations(draft: NetworkDraft): readonly Violation[] {
  const gatewaySubnet = subnetShapeProblem(draft.subnet) === null ? parseCidr(draft.subnet) : null;
  const problems: readonly (readonly [field: string, problem: string | null])[] = [
    ["name", nameProblem(draft.name)],
    ["alias", textProblem("alias", draft.alias, ALIAS_LENGTH_MAX)],
    ["description", textProblem("description", draft.description, DESCRIPTION_LENGTH_MAX)],
    ["subnet", subnetShapeProblem(draft.subnet)],
    ["gateway", draft.gateway === "" ? null : gatewayProblem(draft.gateway, gatewaySubnet)],
    ["resolvers", resolversProblem(draft.resolvers)],
    ["dnsDomain", dnsDomainProblem(draft.dnsDomain)],
    ["ptrDomain", ptrDomainProblem(draft.ptrDomain)],
    ["overlayRuleName", carrierProblem(draft)],
    ["vxlanId", vxlanProblem(draft)],
    ["vlanId", vlanProblem(draft.vlanId)],
    ["mtuBytes", mtuProblem(draft.mtuBytes)],
  ];
  return problems.flatMap(([field, message]) => (message === null ? [] : [{ field, message }]));
}

function nameProblem(name: string): string | null {
  if (name.length < 3 || name.length > 32) return "A name has 3 to 32 characters.";
  if (NAME.test(name)) return null;
  return "A name has letters, digits, dots, dashes and underscores, and begins with a letter or digit.";
}

function textProblem(what: string, text: string, lengthMax: number): string | null {
  if (text.length > lengthMax) return `The ${what} has at most ${lengthMax} characters.`;
  return CONTROL_CHARACTER.test(text) ? `The ${what} is one line of plain text.` : null;
}

function gatewayProblem(gateway: string, subnet: Ipv4Cidr | null): string | null {
  const address = parseIpv4(gateway);
  if (address === null) return "Write the gateway as an IPv4 address such as 10.0.0.1.";
  if (subnet === null) return null;
  if (!cidrContains(subnet, address)) return `Gateway ${gateway} is outside the subnet.`;
  // RFC 3021: a /31 has neither a network nor a broadcast address.
  if (subnet.prefixLength >= 31) return null;
  if (address === firstAddress(subnet)) return `Gateway ${gateway} is the subnet's network address.`;
  if (address === lastAddress(subnet)) return `Gateway ${gateway} is the subnet's broadcast address.`;
  return null;
}

function resolversProblem(resolvers: readonly string[]): string | null {
  if (resolvers.length > RESOLVER_COUNT_MAX) return `A network has at most ${RESOLVER_COUNT_MAX} resolvers.`;
  const wrong = resolvers.find((resolver) => parseIpv4(resolver) === null);
  return wrong === undefined ? null : `Resolver "${wrong.slice(0, 40)}" is not an IPv4 address.`;
}

function dnsDomainProblem(domain: string): string | null {
  if (domain === "" || DNS_DOMAIN.test(domain)) return null;
  return "A DNS domain has at most 250 letters, digits, dots, dashes and underscores.";
}

function ptrDomainProblem(domain: string): string | null {
  if (domain === "" || (PTR_DOMAIN.test(domain) && /(^|\.)in-addr\.arpa$/.test(domain))) return null;
  return "A PTR domain ends with in-addr.arpa, such as 0.0.10.in-addr.arpa.";
}

function carrierProblem({ overlayRuleName, nicTagName }: NetworkDraft): string | null {
  return (overlayRuleName === null) === (nicTagName === null) ? "Choose an overlay rule or a NIC tag." : null;
}

function vxlanProblem({ overlayRuleName, nicTagName, vxlanId }: NetworkDraft): string | null {
  if (vxlanId === null) {
    return overlayRuleName !== null && nicTagName === null
      ? "A network on an overlay needs a VXLAN id."
      : null;
  }
  if (overlayRuleName === null && nicTagName !== null) return "Only a network on an overlay has a VXLAN id.";
  if (vxlanId === "next-free") return null;
  if (!Number.isInteger(vxlanId) || !isIdInRanges([VXLAN_BOUNDS], vxlanId)) {
    return `A VXLAN id is a whole number from ${VXLAN_BOUNDS.first} to ${VXLAN_BOUNDS.last}.`;
  }
  return vxlanId === ADMINOVERLAY_VXLAN_ID ? "VXLAN 2 is reserved for adminoverlay." : null;
}

function vlanProblem(vlanId: NetworkDraft["vlanId"]): string | null {
  if (vlanId === "next-free") return null;
  if (Number.isInteger(vlanId) && isIdInRanges([VLAN_BOUNDS], vlanId)) return null;
  return `A VLAN id is a whole number from 0 (untagged) to ${VLAN_BOUNDS.last}.`;
}

function mtuProblem(mtuBytes: number | null): string | null {
  if (mtuBytes === null) return null;
  if (Number.isInteger(mtuBytes) && mtuBytes >= NETWORK_MTU_BYTES_MIN && mtuBytes <= NETWORK_MTU_BYTES_MAX) {
    return null;
  }
  return `An MTU is a whole number from ${NETWORK_MTU_BYTES_MIN} to ${NETWORK_MTU_BYTES_MAX}.`;
}
