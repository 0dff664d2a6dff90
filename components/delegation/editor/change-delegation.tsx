"use client";

import type { DelegationDraft } from "#server/domain/delegation.ts";
import { DelegationEditor } from "./delegation-editor.tsx";
import { useSetDelegation } from "./use-set-delegation.ts";

type ChangeDelegationProps = { vdcId: string; vdcName: string; delegation: DelegationDraft };

/** The operator's editor of a vDC's delegation. */
export function ChangeDelegation({ vdcId, vdcName, delegation }: ChangeDelegationProps) {
  const set = useSetDelegation();
  return (
    <DelegationEditor
      vdcId={vdcId}
      title="Change the delegation"
      description="What is saved holds for the next network that is made."
      delegation={delegation}
      save={{
        mutate: (sent, callbacks) => set.mutate({ vdcId, ...sent }, callbacks),
        isPending: set.isPending,
        error: set.error,
        sentDraft: set.variables?.draft ?? null,
        reset: set.reset,
      }}
      saveLabel={() => "Save delegation"}
      savedText={`The delegation of vDC ${vdcName} is saved.`}
    />
  );
}
