"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { BookmarkPlus, Plus } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import type { AddressEntry } from "#server/domain/address/entry.ts";
import { parseAddressQuery } from "#server/domain/address/range.ts";
import { addressSpaceOf, subnetRange } from "#server/domain/address/space.ts";
import { shownBlock, zoomOf } from "#server/domain/address/zoom.ts";
import type { IdRange } from "#server/domain/id-range.ts";
import { formatCidr, formatIpv4, type Ipv4Cidr } from "#server/domain/ipv4.ts";
import type { NetworkDetail } from "../network/network-page.tsx";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Panel } from "../ui/panel.tsx";
import { useSearchParam, writeSearchParams } from "../ui/search-params.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { toast } from "../ui/toast-store.ts";
import { useVdc } from "../vdc/use-vdc.ts";
import { AddAddresses } from "./add-addresses.tsx";
import { AddressCounters, UnlistedNotice } from "./address-counters.tsx";
import { type AddressActions, AddressDetails } from "./address-details.tsx";
import { AddressMap } from "./address-map.tsx";
import { AddressTable } from "./address-table.tsx";
import { formatSelection, parseSelection } from "./cells.ts";
import { DeleteAddresses } from "./delete-addresses.tsx";
import { EditAddresses } from "./edit-addresses.tsx";
import { FindAddress } from "./find-address.tsx";
import { addresses } from "./plan-words.ts";
import { ReserveAddress } from "./reserve-address.tsx";
import { useAddressChanges } from "./use-address-changes.ts";

type OpenForm =
  | { kind: "add"; ranges: string }
  | { kind: "reserve" }
  | { kind: "edit" | "delete"; entries: AddressEntry[] };

const NO_ENTRIES: readonly AddressEntry[] = [];

/** A network's addresses: counters, the map with what is chosen on it, and the table. Block and choice are in the address. */
export function AddressTab({ network }: { network: NetworkDetail }) {
  const { vdcId, id: networkId, subnet, gateway, name } = network;
  const trpc = useTRPC();
  const vdc = useVdc(vdcId);
  const mayChange = vdc.may("network:update");
  const space = useMemo(() => addressSpaceOf({ subnet, gateway }), [subnet, gateway]);
  const [blockText] = useSearchParam("block");
  const [selectionText, setSelectionText] = useSearchParam("at");
  const shown = shownBlock(space.subnet, parseAddressQuery(blockText));
  const within = formatCidr(shown);
  const isOfBlocks = zoomOf(shown).partPrefixLength !== 32;
  const selection = parseSelection(selectionText, subnetRange(space));

  const ofNetwork = { vdcId, networkId };
  const summary = useQuery(trpc.address.getSummary.queryOptions(ofNetwork));
  const list = useQuery(
    trpc.address.list.queryOptions({ ...ofNetwork, within }, { placeholderData: keepPreviousData }),
  );
  const blocks = useQuery(
    trpc.address.listBlocks.queryOptions({ ...ofNetwork, within }, { enabled: isOfBlocks }),
  );
  const [form, setForm] = useState<OpenForm | null>(null);
  const { add } = useAddressChanges();
  const heading = useRef<HTMLHeadingElement>(null);
  const map = useRef<HTMLDivElement>(null);

  const close = () => setForm(null);
  const actions: AddressActions | null = mayChange
    ? {
        list: (ranges) => setForm({ kind: "add", ranges }),
        edit: (entries) => setForm({ kind: "edit", entries }),
        remove: (entries) => setForm({ kind: "delete", entries }),
      }
    : null;
  const zoom = (block: Ipv4Cidr) => {
    const isWhole = block.prefixLength === space.subnet.prefixLength;
    writeSearchParams({ block: isWhole ? "" : formatCidr(block), at: "" });
  };
  const choose = (next: IdRange) => setSelectionText(formatSelection(next));
  const find = (block: Ipv4Cidr) =>
    writeSearchParams({
      block: formatCidr(shownBlock(space.subnet, block)),
      at: block.prefixLength === 32 ? formatIpv4(block.address) : "",
    });
  const listAll = () =>
    add.mutate(
      { ...ofNetwork, draft: { choice: { kind: "used" }, usage: "server", note: "" } },
      {
        onSuccess: ({ listedCount }) =>
          toast({ tone: "good", title: `${addresses(listedCount)} added to the list.` }),
        onError: (error) => toast({ tone: "bad", title: sentenceOf(error) }),
      },
    );

  const failed = [list, summary, blocks].find(({ error }) => error);
  if (failed?.error) {
    return (
      <ErrorState title="The addresses could not be read." onRetry={() => void failed.refetch()}>
        {sentenceOf(failed.error)}
      </ErrorState>
    );
  }
  const entries = list.data?.entries ?? NO_ENTRIES;
  const isLoading = list.isPending || (isOfBlocks && blocks.isPending);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        {summary.data ? (
          <AddressCounters summary={summary.data} />
        ) : (
          <Skeleton className="h-7 w-80 max-w-full" />
        )}
        {mayChange && (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setForm({ kind: "reserve" })}>
              <BookmarkPlus aria-hidden /> Reserve next free
            </Button>
            <Button variant="primary" onClick={() => setForm({ kind: "add", ranges: "" })}>
              <Plus aria-hidden /> Add addresses
            </Button>
          </div>
        )}
      </div>
      {summary.data && (
        <UnlistedNotice
          summary={summary.data}
          onListAll={mayChange ? listAll : null}
          isPending={add.isPending}
        />
      )}
      <Panel
        title="Map"
        description={within}
        actions={<FindAddress vdcId={vdcId} space={space} onFound={find} />}
      >
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,42rem)_minmax(16rem,1fr)]">
          <div ref={map} className="min-w-0">
            {isLoading ? (
              <Skeleton className="h-80" />
            ) : (
              <AddressMap
                space={space}
                shown={shown}
                entries={entries}
                blocks={blocks.data ?? []}
                selection={selection}
                onSelect={choose}
                onZoom={zoom}
                onOpen={() => heading.current?.focus()}
              />
            )}
          </div>
          <AddressDetails
            space={space}
            selection={selection}
            entries={entries}
            actions={actions}
            headingRef={heading}
            onLeave={() =>
              map.current?.querySelector<HTMLElement>('[role="gridcell"][tabindex="0"]')?.focus()
            }
          />
        </div>
      </Panel>
      {list.data?.isCut && (
        <p className="text-sm text-degraded">
          The table shows the first {addresses(entries.length)} of {within}; open a block on the map to see
          the others.
        </p>
      )}
      <AddressTable
        space={space}
        entries={entries}
        isLoading={list.isPending}
        tellsNodes={entries.some(({ vms, nodes }) =>
          [...vms, ...nodes].some((use) => use.nodeHostname !== null),
        )}
        fileName={`${name}-addresses`}
        actions={actions}
        empty={
          mayChange
            ? "Add the addresses that VMs of this network may have, or reserve some for other things."
            : "A network admin of this vDC can add the addresses that VMs may have."
        }
      />
      <Dialog
        open={form?.kind === "add" || form?.kind === "reserve" || form?.kind === "edit"}
        onOpenChange={close}
      >
        {form?.kind === "add" && (
          <AddAddresses {...ofNetwork} space={space} rangesAtFirst={form.ranges} onDone={close} />
        )}
        {form?.kind === "reserve" && (
          <ReserveAddress
            {...ofNetwork}
            firstFree={summary.data?.firstFree ?? null}
            onDone={(address) => {
              close();
              const block = parseAddressQuery(address);
              if (block) find(block);
            }}
          />
        )}
        {form?.kind === "edit" && <EditAddresses {...ofNetwork} entries={form.entries} onDone={close} />}
      </Dialog>
      {form?.kind === "delete" && (
        <DeleteAddresses {...ofNetwork} entries={form.entries} onClose={close} onDone={close} />
      )}
    </div>
  );
}
