"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { DelegationDraft } from "#server/domain/delegation.ts";
import { useTRPC } from "../../trpc/trpc.ts";
import { useSearchParam } from "../../ui/search-params.ts";
import { proposalOf } from "../../what-if/proposal.ts";
import { DelegationEditor } from "./delegation-editor.tsx";
import { useSetDelegation } from "./use-set-delegation.ts";

type ChangeDelegationProps = { vdcId: string; vdcName: string; delegation: DelegationDraft };

/** The operator's editor of a vDC's delegation. */
export function ChangeDelegation({ vdcId, vdcName, delegation }: ChangeDelegationProps) {
  const set = useSetDelegation();
  const [asked, setAsked] = useSearchParam("proposal");
  const { data: carriers } = useSuspenseQuery(useTRPC().delegation.listCarriers.queryOptions());
  const proposal = useMemo(() => {
    const userRuleNames = carriers.overlayRules
      .filter(({ isUserRule }) => isUserRule)
      .map(({ name }) => name);
    return asked === "" ? null : proposalOf(asked, vdcId, delegation, userRuleNames);
  }, [asked, vdcId, delegation, carriers]);
  return (
    <DelegationEditor
      // Another proposal begins anew.
      key={asked}
      vdcId={vdcId}
      title="Change the delegation"
      description={
        proposal
          ? "As it was tried; look it over and save it."
          : "What is saved holds for the next network that is made."
      }
      delegation={delegation}
      {...(proposal && { proposal, onSaved: () => setAsked("") })}
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
