"use client";

import { useState } from "react";
import { countNotOpened } from "#server/domain/ssh-key.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { nounFor } from "../ui/data-table/noun.ts";
import { KeyCheckList, KeyCheckProgress } from "./key-check-list.tsx";
import type { SshKey } from "./ssh-keys.tsx";
import { useKeyMutations } from "./use-key-mutations.ts";

type Props = { sshKey: SshKey; mayManage: boolean };

/** Bring it to the nodes, check it on all of them, switch to it. */
export function NextKeySteps({ sshKey, mayManage }: Props) {
  const { fingerprint, counts, listed, restMark } = sshKey;
  const { check, switchTo, remove } = useKeyMutations();
  const [isSwitching, setIsSwitching] = useState(false);
  const restCount = countNotOpened(counts);
  const isReady = restCount === 0;
  const error = check.error ?? remove.error;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">
        Put the line into every node’s <code className="font-mono">/root/.ssh/authorized_keys</code>, and into
        that of jump hosts, beside the one in use. Then check it: nodes are asked whether they let it in, and
        nothing is run there.
      </p>
      <KeyCheckProgress counts={counts} />
      <KeyCheckList label="Nodes that have not let the next key in" listed={listed} count={restCount} />
      {mayManage && (
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            variant={isReady ? "secondary" : "primary"}
            pending={check.isPending || counts.waiting > 0}
            onClick={() => check.mutate({ fingerprint })}
          >
            Check on all nodes
          </Button>
          <Button
            size="sm"
            variant={isReady ? "primary" : "secondary"}
            disabled={counts.waiting > 0}
            onClick={() => setIsSwitching(true)}
          >
            Switch to this key
          </Button>
          <Button
            size="sm"
            variant="ghost"
            pending={remove.isPending}
            onClick={() => remove.mutate({ fingerprint })}
          >
            Drop it
          </Button>
        </div>
      )}
      <RefusalAlert error={error} />
      <ConfirmDialog
        open={isSwitching}
        onOpenChange={setIsSwitching}
        title="Switch to the next SSH key?"
        confirmLabel={isReady ? "Switch" : "Switch all the same"}
        tone={isReady ? "primary" : "danger"}
        pending={switchTo.isPending}
        onConfirm={() =>
          switchTo.mutate({ fingerprint, knownRest: restMark }, { onSuccess: () => setIsSwitching(false) })
        }
      >
        {isReady ? (
          <p>
            Every confirmed node lets it in. The present key becomes an old one, to be taken away from the
            nodes.
          </p>
        ) : (
          <>
            <p>
              {restCount.toLocaleString("en")} {nounFor(restCount, "nodes")}{" "}
              {restCount === 1 ? "has" : "have"} not let the key in. Their refreshes will fail until they do;
              what is known of them stays and ages.
            </p>
            <KeyCheckList label="Nodes that would not be reached" listed={listed} count={restCount} />
          </>
        )}
        <RefusalAlert error={switchTo.error} />
      </ConfirmDialog>
    </div>
  );
}
