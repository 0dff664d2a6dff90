"use client";

import { useState } from "react";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { nounFor } from "../ui/data-table/noun.ts";
import { KeyCheckList, KeyCheckProgress } from "./key-check-list.tsx";
import type { SshKey } from "./ssh-keys.tsx";
import { useKeyMutations } from "./use-key-mutations.ts";

type Props = { sshKey: SshKey; mayManage: boolean };

/** Take it away from the nodes, look which still let it in, forget it. */
export function OldKeySteps({ sshKey, mayManage }: Props) {
  const { fingerprint, publicKey, counts, listed, source } = sshKey;
  const { check, remove } = useKeyMutations();
  const [isRemoving, setIsRemoving] = useState(false);
  const openedCount = counts.accepted;
  const untoldCount = counts.failed + counts.waiting + counts.unchecked;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">
        Take its line out of every node’s <code className="font-mono">authorized_keys</code>, then check which
        nodes still let it in, and remove it here:{" "}
        <code className="font-mono break-all">
          {publicKey.split(" ").slice(0, 2).join(" ").slice(0, 60)}…
        </code>
      </p>
      <KeyCheckProgress counts={counts} />
      <KeyCheckList label="Nodes that still let the old key in" listed={listed} count={openedCount} />
      {mayManage && (
        <div className="flex flex-wrap gap-2">
          {source && (
            <Button
              size="sm"
              pending={check.isPending || counts.waiting > 0}
              onClick={() => check.mutate({ fingerprint })}
            >
              Check who still lets it in
            </Button>
          )}
          <Button size="sm" disabled={counts.waiting > 0} onClick={() => setIsRemoving(true)}>
            Remove the old key
          </Button>
        </div>
      )}
      <RefusalAlert error={check.error} />
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setIsRemoving}
        title="Remove the old SSH key?"
        confirmLabel="Remove it"
        pending={remove.isPending}
        onConfirm={() => remove.mutate({ fingerprint })}
      >
        <p>
          {openedCount > 0
            ? `${openedCount} ${nounFor(openedCount, "nodes")} still ${openedCount === 1 ? "lets" : "let"} it in: whoever has a copy of it gets in there. `
            : ""}
          {untoldCount > 0
            ? `Of ${untoldCount} ${nounFor(untoldCount, "nodes")} nobody knows whether ${untoldCount === 1 ? "it lets" : "they let"} it in. `
            : ""}
          Its private half is deleted from the data folder, and cannot be checked any more.
        </p>
        <RefusalAlert error={remove.error} />
      </ConfirmDialog>
    </div>
  );
}
