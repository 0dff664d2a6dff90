"use client";

import { List, PencilLine, Trash2 } from "lucide-react";
import type { Ref } from "react";
import Link from "next/link";
import { type AddressEntry, stateOfAddress } from "#server/domain/address/entry.ts";
import { formatAddressRange } from "#server/domain/address/range.ts";
import { type AddressSpace, roleOfAddress } from "#server/domain/address/space.ts";
import type { IdRange } from "#server/domain/id-range.ts";
import { parseIpv4 } from "#server/domain/ipv4.ts";
import { Button } from "../ui/button.tsx";
import { CopyText } from "../ui/copy-text.tsx";
import { type Description, DescriptionList } from "../ui/description-list.tsx";
import { AddressGlyph } from "./address-glyph.tsx";
import { addresses } from "./plan-words.ts";
import { formatSelection } from "./cells.ts";
import { STATE_WORDS } from "./state-words.ts";

/** What can be done with what is chosen; absent for those who only read. */
export type AddressActions = {
  /** Opens the form for what is chosen and not listed. */
  list: (ranges: string) => void;
  edit: (entries: AddressEntry[]) => void;
  remove: (entries: AddressEntry[]) => void;
};

type AddressDetailsProps = {
  space: AddressSpace;
  selection: IdRange | null;
  entries: readonly AddressEntry[];
  actions: AddressActions | null;
  headingRef: Ref<HTMLHeadingElement>;
  onLeave: () => void;
};

/** The chosen address or range: who has it, what it is for, what can be done. */
export function AddressDetails({
  space,
  selection,
  entries,
  actions,
  headingRef,
  onLeave,
}: AddressDetailsProps) {
  if (!selection) {
    return (
      <p className="text-muted">
        Choose an address to see who uses it. Arrows move, Shift with them chooses a range, Enter opens.
      </p>
    );
  }
  const chosen = entries.filter(({ address }) => {
    const number = parseIpv4(address) ?? -1;
    return number >= selection.first && number <= selection.last;
  });
  return (
    // Escape leads back to the map from wherever the focus is in here.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-label="Chosen addresses"
      onKeyDown={({ key }) => key === "Escape" && onLeave()}
      className="flex min-w-0 flex-col gap-3"
    >
      <h3 ref={headingRef} tabIndex={-1} className="font-mono font-semibold wrap-anywhere outline-none">
        {formatAddressRange(selection)}
      </h3>
      {selection.first === selection.last ? (
        <OneAddress space={space} address={selection.first} entry={chosen[0] ?? null} />
      ) : (
        <p className="text-muted">{rangeWords(selection, space, chosen)}</p>
      )}
      {actions && <Actions selection={selection} space={space} chosen={chosen} actions={actions} />}
    </section>
  );
}

function rangeWords(selection: IdRange, space: AddressSpace, chosen: readonly AddressEntry[]): string {
  const count = selection.last - selection.first + 1;
  const listed = chosen.filter(({ usage }) => usage !== null).length;
  const used = chosen.filter(({ vms, nodes }) => vms.length + nodes.length > 0).length;
  const takenCount = chosen.filter(
    ({ address }) => roleOfAddress(space, parseIpv4(address) ?? -1) === null,
  ).length;
  const reserved = [...new Set([selection.first, selection.last, space.gateway])].filter(
    (address) =>
      address !== null &&
      address >= selection.first &&
      address <= selection.last &&
      roleOfAddress(space, address) !== null,
  ).length;
  const free = count - takenCount - reserved;
  return `${addresses(count)}: ${listed.toLocaleString("en")} listed, ${used.toLocaleString("en")} used, ${free.toLocaleString("en")} free.`;
}

function OneAddress({
  space,
  address,
  entry,
}: {
  space: AddressSpace;
  address: number;
  entry: AddressEntry | null;
}) {
  const state = stateOfAddress(entry, roleOfAddress(space, address));
  const items: Description[] = [
    {
      term: "State",
      value: (
        <span className="inline-flex items-center gap-1.5">
          <AddressGlyph state={state} /> {STATE_WORDS[state].legend}
        </span>
      ),
    },
    ...(entry && entry.usage !== null
      ? [{ term: "Usage", value: entry.usage === "server" ? "Server" : "Other" }]
      : []),
    ...(entry?.note ? [{ term: "Note", value: entry.note }] : []),
  ];
  return (
    <>
      <DescriptionList items={items} />
      {entry?.vms.map((vm) => (
        <DescriptionList
          key={`${vm.vmUuid} ${vm.interfaceName} ${vm.nodeHostname}`}
          items={[
            { term: "VM", value: vm.vmAlias || vm.vmUuid },
            { term: "VM id", value: <CopyText value={vm.vmUuid} label="VM id" /> },
            { term: "NIC", value: vm.isDhcp ? `${vm.interfaceName}, also asks by DHCP` : vm.interfaceName },
            { term: "MAC", value: <CopyText value={vm.macAddress} label="MAC" /> },
            ...(vm.nodeHostname ? [{ term: "Node", value: vm.nodeHostname }] : []),
          ]}
        />
      ))}
      {entry?.nodes.map((node) =>
        node.nodeHostname === null ? (
          <p key="node" className="text-muted">
            A compute node has this address. It is set by the system.
          </p>
        ) : (
          <DescriptionList
            key={`${node.nodeId} ${node.interfaceName}`}
            items={[
              {
                term: "Node",
                value: (
                  <Link href={`/nodes/${node.nodeId}`} className="text-accent-ink hover:underline">
                    {node.nodeHostname}
                  </Link>
                ),
              },
              { term: "NIC", value: node.interfaceName },
              { term: "MAC", value: node.macAddress && <CopyText value={node.macAddress} label="MAC" /> },
              { term: "Set by", value: "the system" },
            ]}
          />
        ),
      )}
    </>
  );
}

function Actions({
  selection,
  space,
  chosen,
  actions,
}: {
  selection: IdRange;
  space: AddressSpace;
  chosen: AddressEntry[];
  actions: AddressActions;
}) {
  const listed = chosen.filter(({ usage }) => usage !== null);
  const count = selection.last - selection.first + 1;
  const isOne = count === 1;
  const isNodes = isOne && (chosen[0]?.nodes.length ?? 0) > 0;
  const canList = isOne
    ? listed.length === 0 && !isNodes && roleOfAddress(space, selection.first) === null
    : listed.length < count;
  return (
    <div className="flex flex-wrap gap-2">
      {canList && (
        <Button size="sm" onClick={() => actions.list(formatSelection(selection))}>
          <List aria-hidden /> Add to the list
        </Button>
      )}
      {listed.length > 0 && (
        <>
          <Button size="sm" onClick={() => actions.edit(listed)}>
            <PencilLine aria-hidden /> Change usage or note
          </Button>
          <Button size="sm" onClick={() => actions.remove(listed)}>
            <Trash2 aria-hidden /> Delete from the list
          </Button>
        </>
      )}
    </div>
  );
}
