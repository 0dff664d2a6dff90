import type { NodeFacts } from "#server/domain/facts.ts";
import { Badge } from "../ui/badge.tsx";
import { StateGlyph } from "../ui/state-glyph.tsx";
import { FactSection } from "./fact-section.tsx";
import { FactTable } from "./fact-table.tsx";
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
            columns={[
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
            ]}
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
            columns={[
              { header: "Name", cell: ({ name }) => mono(name) },
              { header: "Over", cell: ({ over }) => mono(over) },
              { header: "Link", cell: ({ linkStatus }) => <LinkStatus status={linkStatus} /> },
              { header: "MAC", cell: ({ macAddress }) => mono(macAddress) },
              { header: "Address", cell: ({ ipv4Address }) => mono(ipv4Address) },
              { header: "VLAN", align: "right", cell: ({ vlanId }) => vlanId },
              { header: "MTU", align: "right", cell: ({ mtuBytes }) => mtuBytes },
            ]}
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
            columns={[
              { header: "Name", cell: ({ name }) => mono(name) },
              { header: "Type", cell: ({ type }) => type },
              { header: "MAC", cell: ({ macAddress }) => mono(macAddress) },
              { header: "Link", cell: ({ link }) => mono(link) },
            ]}
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
              columns={[
                { header: "Interface", cell: ({ interfaceName }) => mono(interfaceName) },
                {
                  header: "Address",
                  cell: ({ ipv4Address, prefixLength }) => mono(`${ipv4Address}/${prefixLength}`),
                },
              ]}
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
              columns={[
                { header: "Gateway", cell: ({ gateway }) => mono(gateway) },
                { header: "Interface", cell: ({ interfaceName }) => mono(interfaceName) },
              ]}
            />
          )}
        </FactSection>
      </div>
    </div>
  );
}
