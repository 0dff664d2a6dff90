import type { NodeFacts } from "../facts.ts";

/** An IPv4 address that a compute node itself has, and the segment it is on. */
export type NodeAddress = {
  interfaceName: string;
  macAddress: string;
  /** NIC tag, or the overlay rule's name. */
  nicTagName: string;
  /** null: not on an overlay. */
  vxlanId: number | null;
  vlanId: number;
  ipv4Address: string;
};

/** One row a segment: a NIC with several tags is on each of them. */
export function nodeAddressesOf(facts: NodeFacts): readonly NodeAddress[] {
  const overlayByName = new Map((facts.overlays?.value ?? []).map((overlay) => [overlay.name, overlay]));
  const ofVnics = (facts.hostVnics?.value ?? []).flatMap((vnic): NodeAddress[] => {
    const { name: interfaceName, macAddress, ipv4Address, vlanId, over } = vnic;
    if (ipv4Address === null) return [];
    const common = { interfaceName, macAddress, vlanId, ipv4Address };
    const overlay = overlayByName.get(over);
    if (overlay) {
      const { overlayRuleName, vxlanId } = overlay;
      return overlayRuleName === null ? [] : [{ ...common, nicTagName: overlayRuleName, vxlanId }];
    }
    return tagsOfLink(facts, over).map((nicTagName) => ({ ...common, nicTagName, vxlanId: null }));
  });
  const ofNics = (facts.nics?.value ?? []).flatMap(({ name, macAddress, ipv4Address, nicTagNames }) =>
    ipv4Address === null
      ? []
      : nicTagNames.map((nicTagName) => ({
          interfaceName: name,
          macAddress,
          nicTagName,
          vxlanId: null,
          vlanId: 0,
          ipv4Address,
        })),
  );
  return [...ofVnics, ...ofNics];
}

function tagsOfLink(facts: NodeFacts, link: string): string[] {
  const ofNic = (facts.nics?.value ?? [])
    .filter(({ name }) => name === link)
    .flatMap((nic) => nic.nicTagNames);
  const ofTags = (facts.nicTags?.value ?? [])
    .filter(
      (tag) =>
        tag.type !== "overlay rule" && (tag.link === link || (tag.type === "etherstub" && tag.name === link)),
    )
    .map(({ name }) => name);
  return [...new Set([...ofNic, ...ofTags])];
}
