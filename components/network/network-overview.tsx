"use client";

import { useQuery } from "@tanstack/react-query";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import { Absent, type Description, DescriptionList } from "../ui/description-list.tsx";
import { Panel } from "../ui/panel.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ACCESS_WORDS } from "./access-words.ts";
import { addressCountWords } from "./form/summary-words.ts";
import { MtuVerdictText } from "./mtu-proof.tsx";
import { mtuVerdict } from "./mtu-verdict.ts";
import { NetworkPlaces } from "./network-life-places.tsx";
import type { NetworkDetail } from "./network-page.tsx";

export function NetworkOverview({ network }: { network: NetworkDetail }) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <Panel title="Segment">
          <DescriptionList items={segmentItems(network)} />
          <MtuJudgement network={network} />
        </Panel>
        <NetworkPlaces network={network} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Panel title="Addresses">
          <DescriptionList items={addressItems(network)} />
        </Panel>
        <Panel title="Who may use it">
          <DescriptionList items={accessItems(network)} />
        </Panel>
      </div>
    </div>
  );
}

function MtuJudgement({ network }: { network: NetworkDetail }) {
  const { vdcId } = network;
  const { data: limits, error } = useQuery(useTRPC().network.listMtuLimits.queryOptions({ vdcId }));
  if (limits) return <MtuVerdictText verdict={mtuVerdict(network, limits)} className="mt-3" />;
  if (!error) return <Skeleton className="mt-3 h-5" />;
  return <p className="mt-3 text-sm text-down">What the mesh carries is not known: {sentenceOf(error)}</p>;
}

function segmentItems(network: NetworkDetail): Description[] {
  const { overlayRuleName, nicTagName, vxlanId, vlanId, isVxlanShared, mtuBytes } = network;
  const shared = isVxlanShared && <span className="ml-2 text-sm text-subtle">shared with other vDCs</span>;
  return [
    overlayRuleName === null
      ? { term: "NIC tag", value: nicTagName }
      : { term: "Overlay rule", value: overlayRuleName },
    ...(vxlanId === null
      ? []
      : [
          {
            term: "VXLAN",
            value: (
              <>
                <CopyText value={String(vxlanId)} label="VXLAN ID" />
                {shared}
              </>
            ),
          },
        ]),
    {
      term: "VLAN",
      value: vlanId === 0 ? "untagged" : <CopyText value={String(vlanId)} label="VLAN ID" />,
    },
    { term: "MTU", value: <span className="tabular-nums">{mtuBytes} bytes</span> },
  ];
}

function addressItems(network: NetworkDetail): Description[] {
  const { subnet, gateway, resolvers, dnsDomain, ptrDomain, isDhcpPassthrough } = network;
  const none = <Absent word="none" />;
  const room = addressCountWords(subnet);
  return [
    { term: "Subnet", value: <CopyText value={subnet} label="subnet" /> },
    ...(room ? [{ term: "Room for", value: room }] : []),
    { term: "Gateway", value: gateway ? <CopyText value={gateway} label="gateway" /> : none },
    { term: "Resolvers", value: resolvers.length === 0 ? none : <Resolvers addresses={resolvers} /> },
    { term: "DNS domain", value: dnsDomain ? <span className="font-mono">{dnsDomain}</span> : none },
    { term: "PTR domain", value: ptrDomain ? <span className="font-mono">{ptrDomain}</span> : none },
    { term: "DHCP passthrough", value: isDhcpPassthrough ? "On" : "Off" },
  ];
}

function Resolvers({ addresses }: { addresses: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3">
      {addresses.map((address) => (
        <li key={address}>
          <CopyText value={address} label="resolver" />
        </li>
      ))}
    </ul>
  );
}

function accessItems({ access, ownerName, createdAt, updatedAt }: NetworkDetail): Description[] {
  return [
    { term: ACCESS_WORDS[access].label, value: ACCESS_WORDS[access].description },
    { term: "Owner", value: ownerName ?? "Its network admins together" },
    { term: "Made", value: <Age at={createdAt} /> },
    { term: "Changed", value: <Age at={updatedAt} /> },
  ];
}
