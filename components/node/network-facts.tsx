import type {
  DefaultRoute,
  HostVnic,
  InterfaceAddress,
  Nic,
  NicTag,
  NodeFacts,
} from "#server/domain/facts.ts";
import { Badge } from "../ui/badge.tsx";
import { StateGlyph } from "../ui/state-glyph.tsx";
import { FactSection } from "./fact-section.tsx";
import { type FactColumn, FactTable } from "./fact-table.tsx";
import { mono } from "./mono.tsx";

export type FailureByPart = ReadonlyMap<string, string>;

function LinkStatus({ status }: { status: "up" | "down" | "unknown" }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <StateGlyph state={status} />
      {status}
    </span>
  );
}

const NIC_COLUMNS: readonly FactColumn<Nic>[] = [
  {
    header: "Name",
    cell: ({ name, kind }) => (
      <>
        {mono(name)} {kind === "aggr" && <Badge tone="outline">aggr</Badge>}
      </>
    ),
  },
  { header: "Link", cell: ({ linkStatus }) => <LinkStatus status={linkStatus} /> },
  { header: "MAC", cell: ({ macAddress }) => mono(macAddress) },
  { header: "Address", cell: ({ ipv4Address }) => mono(ipv4Address) },
  { header: "NIC tags", cell: ({ nicTagNames }) => nicTagNames.join(", ") },
  { header: "MTU", align: "right", cell: ({ mtuBytes }) => mtuBytes },
];

const HOST_VNIC_COLUMNS: readonly FactColumn<HostVnic>[] = [
  { header: "Name", cell: ({ name }) => mono(name) },
  { header: "Over", cell: ({ over }) => mono(over) },
  { header: "Link", cell: ({ linkStatus }) => <LinkStatus status={linkStatus} /> },
  { header: "MAC", cell: ({ macAddress }) => mono(macAddress) },
  { header: "Address", cell: ({ ipv4Address }) => mono(ipv4Address) },
  { header: "VLAN", align: "right", cell: ({ vlanId }) => vlanId },
  { header: "MTU", align: "right", cell: ({ mtuBytes }) => mtuBytes },
];

const NIC_TAG_COLUMNS: readonly FactColumn<NicTag>[] = [
  { header: "Name", cell: ({ name }) => mono(name) },
  { header: "Type", cell: ({ type }) => type },
  { header: "MAC", cell: ({ macAddress }) => mono(macAddress) },
  { header: "Link", cell: ({ link }) => mono(link) },
];

const ADDRESS_COLUMNS: readonly FactColumn<InterfaceAddress>[] = [
  { header: "Interface", cell: ({ interfaceName }) => mono(interfaceName) },
  {
    header: "Address",
    cell: ({ ipv4Address, prefixLength }) => mono(`${ipv4Address}/${prefixLength}`),
  },
];

const ROUTE_COLUMNS: readonly FactColumn<DefaultRoute>[] = [
  { header: "Gateway", cell: ({ gateway }) => mono(gateway) },
  { header: "Interface", cell: ({ interfaceName }) => mono(interfaceName) },
];

/** NICs, the node's own vNICs, NIC tags, addresses and routes. */
export function NetworkFacts({ facts, failures }: { facts: NodeFacts; failures: FailureByPart }) {
  return (
    <div className="grid gap-4">
      <FactSection title="NICs" part={facts.nics} failure={failures.get("nics")}>
        {(nics) => (
          <FactTable
            label="NICs"
            rows={nics}
            rowKey={({ name }, index) => `${name} ${index}`}
            none="The node reported no NIC."
            columns={NIC_COLUMNS}
          />
        )}
      </FactSection>
      <FactSection title="vNICs of the node" part={facts.hostVnics} failure={failures.get("hostVnics")}>
        {(vnics) => (
          <FactTable
            label="vNICs of the node"
            rows={vnics}
            rowKey={({ name }, index) => `${name} ${index}`}
            none="The node has no vNIC of its own."
            columns={HOST_VNIC_COLUMNS}
          />
        )}
      </FactSection>
      <FactSection title="NIC tags" part={facts.nicTags} failure={failures.get("nicTags")}>
        {(tags) => (
          <FactTable
            label="NIC tags"
            rows={tags}
            rowKey={({ name }, index) => `${name} ${index}`}
            none="The node has no NIC tag."
            columns={NIC_TAG_COLUMNS}
          />
        )}
      </FactSection>
      <div className="grid gap-4 xl:grid-cols-2">
        <FactSection title="Addresses" part={facts.addresses} failure={failures.get("addresses")}>
          {(addresses) => (
            <FactTable
              label="Addresses"
              rows={addresses}
              rowKey={({ interfaceName, ipv4Address }, index) => `${interfaceName} ${ipv4Address} ${index}`}
              none="No interface has an IPv4 address."
              columns={ADDRESS_COLUMNS}
            />
          )}
        </FactSection>
        <FactSection
          title="Default routes"
          part={facts.defaultRoutes}
          failure={failures.get("defaultRoutes")}
        >
          {(routes) => (
            <FactTable
              label="Default routes"
              rows={routes}
              rowKey={({ gateway }, index) => `${gateway} ${index}`}
              none="The node has no default route."
              columns={ROUTE_COLUMNS}
            />
          )}
        </FactSection>
      </div>
    </div>
  );
}
