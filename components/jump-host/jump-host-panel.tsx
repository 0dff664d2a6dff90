"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sshEndpoint } from "../node/node-words.ts";
import { useMay } from "../shell/use-may.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Panel } from "../ui/panel.tsx";
import { JumpHostForm } from "./jump-host-form.tsx";
import { JumpHostKeyDialog } from "./jump-host-key-dialog.tsx";
import { jumpHostState, keyToAnswer } from "./jump-host-words.ts";

export type JumpHost = RouterOutputs["jumpHost"]["list"][number];

/** SSH servers through which remote places are reached, and how far each can be used. */
export function JumpHostPanel({ pdcNames }: { pdcNames: readonly string[] }) {
  const may = useMay();
  const { data: jumpHosts } = useSuspenseQuery(useTRPC().jumpHost.list.queryOptions());
  if (jumpHosts.length === 0 && !may("node:manage")) return null;
  return (
    <Panel
      flush
      className="mt-4"
      title="Jump hosts"
      description="For places that are reached through an SSH server in front of them. Each node’s own host key is still checked."
      actions={may("node:manage") && <JumpHostForm pdcNames={pdcNames} jumpHost={null} />}
    >
      {jumpHosts.length === 0 ? (
        <p className="px-4 py-3 text-muted">Every place is reached directly.</p>
      ) : (
        <ul aria-label="Jump hosts" className="divide-y divide-line">
          {jumpHosts.map((jumpHost) => (
            <JumpHostRow key={jumpHost.pdcName} jumpHost={jumpHost} mayManage={may("node:manage")} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function JumpHostRow({ jumpHost, mayManage }: { jumpHost: JumpHost; mayManage: boolean }) {
  const { pdcName, username, lastCheckedAt, lastCheckDetail } = jumpHost;
  const state = jumpHostState(jumpHost);
  return (
    <li className="px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span className="font-medium wrap-anywhere">{pdcName}</span>
        <Badge tone={state.tone}>{state.word}</Badge>
        <span className="min-w-0 font-mono text-sm wrap-anywhere text-muted">
          {username}@{sshEndpoint(jumpHost)}
        </span>
        {mayManage && <JumpHostActions jumpHost={jumpHost} />}
      </div>
      <p className="mt-0.5 text-sm wrap-anywhere text-muted">
        {lastCheckDetail ?? state.sentence}
        {lastCheckedAt && (
          <>
            {" "}
            Checked <Age at={lastCheckedAt} />.
          </>
        )}
      </p>
    </li>
  );
}

function JumpHostActions({ jumpHost }: { jumpHost: JumpHost }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [shown, setShown] = useState<"none" | "key" | "remove">("none");
  const { pdcName } = jumpHost;
  const onSettled = () => queryClient.invalidateQueries(trpc.jumpHost.pathFilter());
  const check = useMutation(trpc.jumpHost.check.mutationOptions({ onSettled }));
  const remove = useMutation(
    trpc.jumpHost.remove.mutationOptions({ onSuccess: () => setShown("none"), onSettled }),
  );
  const close = (open: boolean) => !open && setShown("none");
  return (
    <span className="ml-auto flex flex-wrap gap-2">
      {keyToAnswer(jumpHost) !== null && (
        <Button size="sm" variant="primary" onClick={() => setShown("key")}>
          Compare key
        </Button>
      )}
      <Button
        size="sm"
        pending={check.isPending}
        onClick={() => check.mutate({ pdcName })}
        aria-label={`Check now: the jump host of ${pdcName}`}
      >
        Check now
      </Button>
      <JumpHostForm pdcNames={[]} jumpHost={jumpHost} />
      <Button
        size="sm"
        variant="ghost"
        onClick={() => setShown("remove")}
        aria-label={`Remove the jump host of ${pdcName}`}
      >
        Remove
      </Button>
      {check.error && (
        <span role="alert" className="basis-full text-sm text-down">
          {sentenceOf(check.error)}
        </span>
      )}
      <JumpHostKeyDialog jumpHost={jumpHost} open={shown === "key"} onOpenChange={close} />
      <ConfirmDialog
        open={shown === "remove"}
        onOpenChange={close}
        title={`Remove the jump host of ${pdcName}?`}
        confirmLabel="Remove jump host"
        pending={remove.isPending}
        onConfirm={() => remove.mutate({ pdcName })}
      >
        <p>
          The nodes of {pdcName} are asked directly from then on. Where that is not possible, their refreshes
          fail, and what is known of them stays and ages.
        </p>
        <RefusalAlert error={remove.error} />
      </ConfirmDialog>
    </span>
  );
}
