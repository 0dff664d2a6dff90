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
  const { fingerprint, publicKey, counts, checks, source } = sshKey;
  const { check, remove } = useKeyMutations();
  const [isRemoving, setIsRemoving] = useState(false);
  const opened = checks.filter(({ state }) => state === "accepted");
  const untold = checks.filter(({ state }) => state !== "accepted" && state !== "refused");
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
      <KeyCheckList label="Nodes that still let the old key in" checks={opened} />
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
          {opened.length > 0
            ? `${opened.length} ${nounFor(opened.length, "nodes")} still ${opened.length === 1 ? "lets" : "let"} it in: whoever has a copy of it gets in there. `
            : ""}
          {untold.length > 0
            ? `Of ${untold.length} ${nounFor(untold.length, "nodes")} nobody knows whether ${untold.length === 1 ? "it lets" : "they let"} it in. `
            : ""}
          Its private half is deleted from the data folder, and cannot be checked any more.
        </p>
        <RefusalAlert error={remove.error} />
      </ConfirmDialog>
    </div>
  );
}
