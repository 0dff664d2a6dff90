import type { RouterOutputs } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import { type Description, DescriptionList } from "../ui/description-list.tsx";
import { AccessBadge } from "./access-badge.tsx";
import { addressCountWords } from "./form/summary-words.ts";

type Network = RouterOutputs["network"]["byId"];

export function AddressSummary({ network }: { network: Network }) {
  const { subnet, gateway, resolvers, dnsDomain, ptrDomain, isDhcpPassthrough } = network;
  const items: Description[] = [
    { term: "Subnet", value: <CopyText value={subnet} label="subnet" /> },
    { term: "Room for", value: addressCountWords(subnet) },
    { term: "Gateway", value: gateway ? <CopyText value={gateway} label="gateway" /> : "none" },
    {
      term: "Resolvers",
      value:
        resolvers.length === 0 ? (
          "none"
        ) : (
          <span className="flex flex-wrap gap-x-3">
            {resolvers.map((resolver) => (
              <CopyText key={resolver} value={resolver} label="resolver" />
            ))}
          </span>
        ),
    },
    { term: "DNS domain", value: dnsDomain || "none" },
    { term: "PTR domain", value: ptrDomain || "none" },
    {
      term: "DHCP passthrough",
      value: isDhcpPassthrough ? "Yes; addresses from DHCP are not reached from other nodes." : "No",
    },
  ];
  return <DescriptionList items={items} />;
}

export function SegmentSummary({ network }: { network: Network }) {
  const { overlayRuleName, nicTagName, vxlanId, vlanId } = network;
  const items: Description[] = [
    overlayRuleName === null
      ? { term: "NIC tag", value: nicTagName }
      : { term: "Overlay rule", value: overlayRuleName },
    ...(vxlanId === null
      ? []
      : [{ term: "VXLAN ID", value: <CopyText value={String(vxlanId)} label="VXLAN" /> }]),
    {
      term: "VLAN ID",
      value: vlanId === 0 ? "0, untagged" : <CopyText value={String(vlanId)} label="VLAN" />,
    },
    { term: "MTU", value: String(network.mtuBytes) },
  ];
  return <DescriptionList items={items} />;
}

export function IdentitySummary({ network }: { network: Network }) {
  const items: Description[] = [
    { term: "Alias", value: network.alias },
    { term: "Description", value: network.description || "none" },
    { term: "Access", value: <AccessBadge access={network.access} /> },
    { term: "Owner", value: network.ownerName ?? "its network admins together" },
    { term: "Defined", value: <Age at={network.createdAt} /> },
    { term: "Changed", value: <Age at={network.updatedAt} /> },
  ];
  return <DescriptionList items={items} />;
}
