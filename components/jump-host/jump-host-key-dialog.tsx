"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Fingerprint } from "../node/host-key-dialog.tsx";
import { sshEndpoint } from "../node/node-words.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import type { JumpHost } from "./jump-host-panel.tsx";
import { keyToAnswer } from "./jump-host-words.ts";

type Props = { jumpHost: JumpHost; open: boolean; onOpenChange: (open: boolean) => void };

/** Shows what to compare; confirming pins exactly this key and tries it. */
export function JumpHostKeyDialog({ jumpHost, open, onOpenChange }: Props) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { pdcName, isConfirmed, hostKeyFingerprint, hostKeyType, hostKeyOfferedType } = jumpHost;
  const shown = keyToAnswer(jumpHost);
  const onSettled = () => queryClient.invalidateQueries(trpc.jumpHost.pathFilter());
  const check = useMutation(trpc.jumpHost.check.mutationOptions({ onSettled }));
  const confirm = useMutation(
    trpc.jumpHost.confirmHostKey.mutationOptions({
      onSuccess: () => {
        onOpenChange(false);
        check.mutate({ pdcName });
      },
      onSettled,
    }),
  );
  const refuse = useMutation(
    trpc.jumpHost.refuseHostKey.mutationOptions({ onSuccess: () => onOpenChange(false), onSettled }),
  );
  const error = confirm.error ?? refuse.error;
  if (!shown) return null;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={
        isConfirmed
          ? `Trust the new key of ${pdcName}’s jump host?`
          : `Confirm the key of ${pdcName}’s jump host?`
      }
      confirmLabel={isConfirmed ? "Trust the new key" : "It is the same key"}
      tone={isConfirmed ? "danger" : "primary"}
      pending={confirm.isPending}
      onConfirm={() => confirm.mutate({ pdcName, fingerprint: shown })}
    >
      <p>
        {isConfirmed
          ? `The server at ${sshEndpoint(jumpHost)} shows another key than the confirmed one. Unless you know why, another machine may be answering in its place.`
          : `The server at ${sshEndpoint(jumpHost)} showed this key. Compare it with the fingerprint on its own console; then the nodes of ${pdcName} are reached through it.`}
      </p>
      <div className="grid gap-2">
        {isConfirmed && (
          <Fingerprint label="Confirmed before" value={hostKeyFingerprint ?? ""} type={hostKeyType} />
        )}
        <Fingerprint
          label={isConfirmed ? "Shown now" : "Fingerprint it showed"}
          value={shown}
          type={jumpHost.hostKeyOfferedFingerprint === null ? hostKeyType : hostKeyOfferedType}
        />
      </div>
      <p>
        <Button
          variant="link"
          pending={refuse.isPending}
          onClick={() => refuse.mutate({ pdcName, fingerprint: shown })}
        >
          {isConfirmed ? "Refuse it and keep the confirmed key" : "It is another key: refuse it"}
        </Button>
      </p>
      <RefusalAlert error={error} />
    </ConfirmDialog>
  );
}
