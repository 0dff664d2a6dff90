"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { JumpHostSelect } from "../jump-host/jump-host-select.tsx";
import { useMay } from "../shell/use-may.ts";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogClose, DialogContent } from "../ui/dialog.tsx";
import type { NodeDetail } from "./node-overview.tsx";

/** How the node is reached, and where an operator says otherwise. */
export function NodeWay({ node }: { node: NodeDetail }) {
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const { reachedThrough, jumpHostPdcName, pdcName } = node;
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <span className="min-w-0 wrap-anywhere">
        {reachedThrough === null ? "directly" : `through the jump host of ${reachedThrough}`}
        {reachedThrough !== null &&
          jumpHostPdcName === null &&
          (reachedThrough === pdcName ? " (its PDC’s)" : " (as it was the last time)")}
      </span>
      {may("node:manage") && (
        <Button variant="link" onClick={() => setIsOpen(true)} aria-label="Change how the node is reached">
          Change
        </Button>
      )}
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        {isOpen && <WayForm node={node} onDone={() => setIsOpen(false)} />}
      </Dialog>
    </span>
  );
}

function WayForm({ node, onDone }: { node: NodeDetail; onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [jumpHostPdcName, setJumpHostPdcName] = useState(node.jumpHostPdcName);
  const change = useMutation(
    trpc.node.changeWay.mutationOptions({
      onSuccess: onDone,
      onSettled: () => queryClient.invalidateQueries(trpc.node.pathFilter()),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!change.isPending) change.mutate({ nodeId: node.id, jumpHostPdcName });
  };
  const [violation] = violationsOf(change.error);
  return (
    <DialogContent
      title={`How ${node.hostname} is reached`}
      description="From the next refresh on. Its own host key is checked as before, whatever leads to it."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="node-way" variant="primary" pending={change.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id="node-way" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <JumpHostSelect
          label="Reached"
          help="Jump hosts are added on the page PDCs."
          value={jumpHostPdcName}
          onChange={setJumpHostPdcName}
          error={violation?.message}
          isAlwaysShown
        />
        {change.error && !violation && (
          <p role="alert" className="text-down">
            {sentenceOf(change.error)}
          </p>
        )}
      </form>
    </DialogContent>
  );
}
