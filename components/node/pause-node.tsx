"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { FormDialogContent } from "../ui/form-dialog.tsx";
import { Input, Textarea } from "../ui/input.tsx";
import { toast } from "../ui/toast-store.ts";
import type { NodeSummary } from "./use-nodes.ts";

export function usePauseChanges() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries(trpc.node.pathFilter());
  return {
    pause: useMutation(trpc.node.pause.mutationOptions({ onSettled })),
    resume: useMutation(
      trpc.node.resume.mutationOptions({
        onError: (error) => toast({ tone: "bad", title: sentenceOf(error) }),
        onSettled,
      }),
    ),
  };
}

export type PauseNodeProps = {
  node: Pick<NodeSummary, "id" | "hostname">;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Leaves a node alone for a while, with the reason others will read. */
export function PauseNode({ node, open, onOpenChange }: PauseNodeProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <PauseForm node={node} onDone={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function PauseForm({ node, onDone }: { node: PauseNodeProps["node"]; onDone: () => void }) {
  const { pause } = usePauseChanges();
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const [isUntilMissing, setIsUntilMissing] = useState(false);
  const submit = () => {
    setIsUntilMissing(until === "");
    if (until === "") return;
    pause.mutate({ nodeId: node.id, reason, until: new Date(until) }, { onSuccess: onDone });
  };
  const violations = violationsOf(pause.error);
  const errorOf = (field: string) => violations.find((violation) => violation.field === field)?.message;
  return (
    <FormDialogContent
      title={`Pause ${node.hostname}`}
      description="The schedule leaves the node alone until the end, as during maintenance. Its facts age, and people may still refresh it."
      submitLabel="Pause"
      pending={pause.isPending}
      onSubmit={submit}
    >
      <RefusalAlert error={pause.error} hasFields />
      <Field label="Reason" required error={errorOf("reason")} help="Others read it on the node's page.">
        <Textarea value={reason} maxLength={300} onChange={({ target }) => setReason(target.value)} />
      </Field>
      <Field
        label="Until"
        required
        error={isUntilMissing ? "Say until when." : errorOf("until")}
        help="At most 90 days."
      >
        <Input type="datetime-local" value={until} onChange={({ target }) => setUntil(target.value)} />
      </Field>
    </FormDialogContent>
  );
}
