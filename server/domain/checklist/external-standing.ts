import type { DefaultRoute, NodeFacts } from "../facts.ts";
import { cidrContains, type Ipv4Cidr, isPublicIpv4, parseCidr, parseIpv4 } from "../ipv4.ts";
import { externalAddress, externalInterface } from "../node.ts";

export const EXTERNAL_NIC_TAG = "external";

/** null: the node's NIC tags were never read. */
export function hasExternalTag({ nicTags }: NodeFacts): boolean | null {
  return nicTags ? nicTags.value.some(({ name }) => name === EXTERNAL_NIC_TAG) : null;
}

export type ExternalAddressStanding =
  | { kind: "public" | "not-public"; address: string }
  | { kind: "none"; address: null };

/** null: the addresses were not all read. */
export function externalAddressStanding(
  facts: NodeFacts,
  publicAddressExceptions: readonly Ipv4Cidr[],
): ExternalAddressStanding | null {
  if (!facts.nics || !facts.hostVnics) return null;
  const address = externalAddress(facts);
  if (address === null) return { kind: "none", address };
  return { kind: isPublicIpv4(address, publicAddressExceptions) ? "public" : "not-public", address };
}

/** Where the default route leaves; null: it or the addresses were not read, or the routing table does not tell. */
export function defaultRouteStanding(facts: NodeFacts): "external" | "elsewhere" | "none" | null {
  const { defaultRoutes } = facts;
  if (!defaultRoutes || !facts.nics || !facts.hostVnics) return null;
  const ways = defaultRoutes.value.map((route) => isThroughExternal(facts, route));
  if (ways.includes(true)) return "external";
  if (ways.includes(null)) return null;
  return ways.length === 0 ? "none" : "elsewhere";
}

/** By the interface's name where the routing table tells it, else by the external subnet; null: cannot be told. */
function isThroughExternal(facts: NodeFacts, route: DefaultRoute): boolean | null {
  const external = externalInterface(facts);
  if (route.interfaceName !== null) {
    return [external?.name, "external0", "external_0"].includes(route.interfaceName);
  }
  if (!external) return null;
  const held = facts.addresses?.value.find(({ ipv4Address }) => ipv4Address === external.ipv4Address);
  const subnet = held ? parseCidr(`${held.ipv4Address}/${held.prefixLength}`) : null;
  const gateway = parseIpv4(route.gateway);
  return subnet && gateway !== null ? cidrContains(subnet, gateway) : null;
}

/** "10.0.0.1 through net0". */
export function routeWords({ gateway, interfaceName }: DefaultRoute): string {
  return interfaceName ? `${gateway} through ${interfaceName}` : gateway;
}
