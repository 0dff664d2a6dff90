import Link from "next/link";
import { PathFrom } from "../mesh/path/path-from.tsx";
import { segmentText } from "../network/segment.tsx";
import { pdcWords } from "../node/node-words.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import type { DataColumn } from "../ui/data-table/columns.ts";
import { Absent } from "../ui/description-list.tsx";
import { StateBadge } from "../ui/state-badge.tsx";
import { carrierOf, networkWords } from "./inventory-words.ts";
import { SettleMac } from "./settle-mac.tsx";
import type { InventoryVnic } from "./use-inventory.ts";
import { WhereItWas } from "./where-it-was.tsx";

const linkClass = "text-accent-ink underline-offset-2 hover:underline";

export const INVENTORY_COLUMNS: readonly DataColumn<InventoryVnic>[] = [
  {
    id: "vm",
    header: "VM",
    size: 150,
    accessorFn: ({ vmAlias, vmUuid }) => vmAlias || vmUuid,
    cell: ({ row: { original } }) => (
      <span className="font-medium" title={original.vmUuid}>
        {original.vmAlias || original.vmUuid}
      </span>
    ),
  },
  {
    accessorKey: "vmUuid",
    header: "VM UUID",
    enableSorting: false,
    meta: { isHiddenAtFirst: true },
    cell: ({ row }) => <CopyText value={row.original.vmUuid} label="VM UUID" />,
  },
  { accessorKey: "interfaceName", header: "NIC", size: 65, enableSorting: false },
  {
    accessorKey: "macAddress",
    header: "MAC",
    size: 175,
    cell: ({ row }) => <CopyText value={row.original.macAddress} label="MAC" />,
  },
  {
    accessorKey: "ipv4Addresses",
    header: "Addresses",
    size: 250,
    enableSorting: false,
    meta: { exportValue: ({ ipv4Addresses }) => ipv4Addresses.join(" ") },
    cell: ({ row: { original } }) => <Addresses vnic={original} />,
  },
  {
    id: "node",
    header: "Node",
    size: 190,
    enableSorting: false,
    accessorFn: ({ hostname }) => hostname,
    cell: ({ row: { original } }) => <NodeCell vnic={original} />,
  },
  {
    id: "network",
    header: "Network",
    size: 180,
    enableSorting: false,
    accessorFn: networkWords,
    cell: ({ row: { original } }) => <NetworkCell vnic={original} />,
  },
  {
    accessorKey: "since",
    header: "There since",
    size: 110,
    cell: ({ row }) => <Age at={row.original.since} className="text-muted" />,
  },
  {
    id: "pdc",
    header: "PDC",
    size: 110,
    enableSorting: false,
    accessorFn: ({ pdcName }) => pdcWords(pdcName),
    cell: ({ row }) => pdcWords(row.original.pdcName) ?? <Absent />,
  },
  {
    id: "movedFrom",
    header: "Moved",
    size: 200,
    enableSorting: false,
    accessorFn: ({ movedFromHostname }) => movedFromHostname,
    cell: ({ row: { original } }) => <MovedCell vnic={original} />,
  },
  {
    id: "carrier",
    header: "Overlay or NIC tag",
    size: 220,
    enableSorting: false,
    accessorFn: (vnic) => segmentText(carrierOf(vnic)),
  },
  {
    accessorKey: "movedAt",
    header: "Moved at",
    enableSorting: false,
    meta: { isHiddenAtFirst: true },
    cell: ({ row: { original } }) =>
      original.movedAt ? <Age at={original.movedAt} /> : <Absent word="never" />,
  },
  {
    accessorKey: "observedAt",
    header: "Seen",
    size: 120,
    enableSorting: false,
    cell: ({ row: { original } }) => <SeenCell vnic={original} />,
  },
  {
    id: "actions",
    header: () => <span className="sr-only">Actions</span>,
    enableSorting: false,
    enableHiding: false,
    size: 180,
    meta: { label: "Actions" },
    cell: ({ row: { original } }) => (
      <span className="inline-flex items-center gap-3">
        <WhereItWas vnic={original} />
        <PathFrom vnic={original} vdcId={null} />
      </span>
    ),
  },
];

const FOREIGN_TITLE =
  "A network of another segment of the same overlay rule has this address, so no wanted ARP table has an entry for this NIC.";

function Addresses({ vnic }: { vnic: InventoryVnic }) {
  const { ipv4Addresses, isDhcp, addressAlsoOn, isAddressHolder, isHeldBack } = vnic;
  const [first, ...others] = ipv4Addresses;
  if (!first) return isDhcp ? "by DHCP" : <Absent word="none" />;
  return (
    <span title={ipv4Addresses.join(", ")}>
      <CopyText value={first} label="address" />
      {others.length > 0 && <span className="text-subtle"> and {others.length} more</span>}{" "}
      {isHeldBack ? (
        <SettleMac vnic={vnic} what="address" word="Held back" title={FOREIGN_TITLE} />
      ) : (
        <HeldOrContested vnic={vnic} what="address" others={addressAlsoOn} isHolder={isAddressHolder} />
      )}
    </span>
  );
}

type HeldOrContestedProps = {
  vnic: InventoryVnic;
  what: "MAC address" | "address";
  others: InventoryVnic["alsoOn"];
  isHolder: boolean | null;
};

/** Another node claims what this one does: either it is here, or nobody can tell. */
function HeldOrContested({ vnic, what, others, isHolder }: HeldOrContestedProps) {
  if (others.length === 0) return null;
  const names = others.map(({ hostname }) => hostname).join(", ");
  const title = `${names} ${others.length === 1 ? "has" : "have"} this ${what} too`;
  return isHolder === true ? (
    <Badge tone="bad" title={title}>
      Held here
    </Badge>
  ) : (
    <SettleMac vnic={vnic} what={what} word="Contested" title={title} />
  );
}

function NodeCell({ vnic }: { vnic: InventoryVnic }) {
  const { nodeId, hostname, alsoOn, isHolder } = vnic;
  return (
    <span className="inline-flex items-center gap-2">
      <Link href={`/nodes/${nodeId}`} prefetch={false} className={linkClass}>
        {hostname}
      </Link>
      <HeldOrContested vnic={vnic} what="MAC address" others={alsoOn} isHolder={isHolder} />
    </span>
  );
}

function NetworkCell({ vnic }: { vnic: InventoryVnic }) {
  const [first, ...others] = vnic.networks;
  if (!first) {
    const words = networkWords(vnic);
    return words === "matches no network" ? (
      <Badge tone="caution">{words}</Badge>
    ) : (
      <span className="text-subtle">{words}</span>
    );
  }
  return (
    <span title={networkWords(vnic)}>
      <Link
        href={`/vdcs/${first.vdcId}/networks/${first.id}`}
        prefetch={false}
        className="text-accent-ink underline decoration-accent-ink/40 underline-offset-2 hover:decoration-accent-ink"
      >
        {first.name}
      </Link>{" "}
      <span className="text-subtle">
        {first.vdcName}
        {others.length > 0 && ` and ${others.length} more`}
      </span>
    </span>
  );
}

function MovedCell({ vnic: { movedFromHostname, movedFromNodeId, movedAt } }: { vnic: InventoryVnic }) {
  if (!movedFromHostname || !movedAt) return <Absent word="not seen to move" />;
  return (
    <span>
      from{" "}
      {movedFromNodeId ? (
        <Link href={`/nodes/${movedFromNodeId}`} prefetch={false} className={linkClass}>
          {movedFromHostname}
        </Link>
      ) : (
        movedFromHostname
      )}
      , <Age at={movedAt} className="text-muted" />
    </span>
  );
}

function SeenCell({ vnic: { observedAt, isStale } }: { vnic: InventoryVnic }) {
  if (!observedAt) return <Absent />;
  return isStale ? (
    <StateBadge state="stale" observedAt={observedAt} />
  ) : (
    <Age at={observedAt} className="text-muted" />
  );
}
