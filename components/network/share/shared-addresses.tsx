"use client";

import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { sentenceOf } from "../../trpc/refusal.ts";
import { useTRPC } from "../../trpc/trpc.ts";
import { Button } from "../../ui/button.tsx";
import { CopyText } from "../../ui/copy-text.tsx";
import { nounFor } from "../../ui/data-table/noun.ts";
import { Input } from "../../ui/input.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { useShareChanges } from "./use-share-changes.ts";

type SharedAddressesProps = { vdcId: string; networkId: string; mayChange: boolean };

/** The vDC's own addresses in a shared network, and what is still free. */
export function SharedAddresses({ vdcId, networkId, mayChange }: SharedAddressesProps) {
  const seen = { vdcId, networkId };
  const { data, error } = useQuery(useTRPC().networkShare.getAddresses.queryOptions(seen));
  const { reserve, add, remove } = useShareChanges();
  const [ranges, setRanges] = useState("");
  const [note, setNote] = useState("");
  const failure = error ?? reserve.error ?? add.error ?? remove.error;
  const forget = () => {
    setRanges("");
    setNote("");
  };
  const forgetErrors = () => [reserve, add, remove].forEach((each) => each.reset());
  const submit = () => {
    forgetErrors();
    if (ranges.trim() === "") reserve.mutate({ ...seen, draft: { note } }, { onSuccess: forget });
    else {
      const draft = { choice: { kind: "ranges" as const, ranges }, usage: "other" as const, note };
      add.mutate({ ...seen, draft }, { onSuccess: forget });
    }
  };
  return (
    <Panel
      flush
      title="Addresses"
      description={
        data
          ? `${data.freeCount.toLocaleString("en")} of ${data.assignableCount.toLocaleString("en")} ${nounFor(data.assignableCount, "addresses")} free${data.freeRanges[0] ? `, from ${data.freeRanges[0]}` : ""}.`
          : "Own ones, and what is free."
      }
    >
      {data ? (
        <ul aria-label="Addresses of this vDC" className="max-h-80 divide-y divide-line overflow-y-auto">
          {data.own.map(({ address, note: ownNote }) => (
            <li key={address} className="flex items-center gap-x-4 px-4 py-1.5">
              <CopyText value={address} label="address" />
              <span className="min-w-0 flex-1 wrap-anywhere text-muted">{ownNote}</span>
              {mayChange && (
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Give up ${address}`}
                  onClick={() => {
                    forgetErrors();
                    remove.mutate({ ...seen, addresses: [address] });
                  }}
                >
                  <Trash2 aria-hidden />
                </Button>
              )}
            </li>
          ))}
          {data.own.length === 0 && <li className="px-4 py-3 text-muted">This vDC has none in it yet.</li>}
        </ul>
      ) : (
        !error && <Skeleton className="m-4 h-10" />
      )}
      {mayChange && (
        <form
          className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-2.5"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Input
            aria-label="Addresses to reserve"
            placeholder="Next free, or 10.0.0.10-20"
            className="min-w-40 flex-1 font-mono"
            value={ranges}
            onChange={({ target }) => setRanges(target.value)}
          />
          <Input
            aria-label="Note"
            placeholder="Note"
            className="min-w-32 flex-1"
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
          <Button type="submit" pending={reserve.isPending || add.isPending}>
            Reserve
          </Button>
        </form>
      )}
      {failure && (
        <p role="alert" className="px-4 pb-3 text-down">
          {sentenceOf(failure)}
        </p>
      )}
    </Panel>
  );
}
