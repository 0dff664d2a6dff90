/** Words of the screen for a network's own fields, in the order of its form. */
export const NETWORK_FIELD_LABELS: Readonly<Record<string, string>> = {
  name: "Name",
  alias: "Alias",
  description: "Description",
  access: "Access",
  ownerName: "Owner",
  overlayRuleName: "Overlay rule",
  nicTagName: "NIC tag",
  vxlanId: "VXLAN ID",
  vlanId: "VLAN ID",
  mtuBytes: "MTU",
  subnet: "Subnet",
  gateway: "Gateway",
  resolvers: "Resolvers",
  dnsDomain: "DNS domain",
  ptrDomain: "PTR domain",
};
