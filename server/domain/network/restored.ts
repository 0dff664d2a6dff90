import type { NetworkDraft, NetworkValues } from "./draft.ts";

/** What would have to be asked for to get the same network again. */
export function draftOfRestored(
  values: NetworkValues,
  { allowOverlapInVdc }: Pick<NetworkDraft, "allowOverlapInVdc">,
): NetworkDraft {
  return {
    name: values.name,
    alias: values.alias,
    description: values.description,
    access: values.access,
    subnet: values.subnet,
    gateway: values.gateway ?? "",
    resolvers: values.resolvers,
    dnsDomain: values.dnsDomain,
    ptrDomain: values.ptrDomain,
    isDhcpPassthrough: values.isDhcpPassthrough,
    overlayRuleName: values.overlayRuleName,
    nicTagName: values.nicTagName,
    vxlanId: values.vxlanId,
    vlanId: values.vlanId,
    mtuBytes: values.mtuBytes,
    allowOverlapInVdc,
  };
}
