import type { NetworkDraft, NetworkValues } from "#server/domain/network/draft.ts";

/** A network with all that a person set. */
export type ToldNetwork = NetworkValues & { ownerName: string | null };

/** Of what is stored, that which a person set; the rest is the system's. */
export function toldState(network: ToldNetwork): Record<string, unknown> {
  return {
    name: network.name,
    alias: network.alias,
    description: network.description,
    access: network.access,
    ownerName: network.ownerName,
    overlayRuleName: network.overlayRuleName,
    nicTagName: network.nicTagName,
    vxlanId: network.vxlanId,
    vlanId: network.vlanId,
    mtuBytes: network.mtuBytes,
    subnet: network.subnet,
    gateway: network.gateway,
    resolvers: network.resolvers,
    dnsDomain: network.dnsDomain,
    ptrDomain: network.ptrDomain,
    isDhcpPassthrough: network.isDhcpPassthrough,
  };
}

/** The same of what would be stored. */
export function plannedState(
  values: NetworkValues,
  { ownerName }: Pick<NetworkDraft, "ownerName">,
  before: Pick<ToldNetwork, "ownerName">,
): Record<string, unknown> {
  return toldState({ ...values, ownerName: ownerName === undefined ? before.ownerName : ownerName });
}
