"use client";

import { CircleAlert } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { sentenceOf, violationsOf } from "../../trpc/refusal.ts";
import { Button } from "../../ui/button.tsx";
import { buttonVariants } from "../../ui/button-variants.ts";
import { AddressPart } from "./address-part.tsx";
import { type ChangedNetwork, DraftChanges } from "./draft-changes.tsx";
import { DraftSummary } from "./draft-summary.tsx";
import type { NetworkFormValues } from "./form-values.ts";
import { IdentityPart } from "./identity-part.tsx";
import { ReachPart } from "./reach-part.tsx";
import { SegmentPart, type SegmentPartProps } from "./segment-part.tsx";
import { useKeptValues } from "./use-kept-values.ts";
import { useNetworkForm } from "./use-network-form.ts";

export type NetworkFormProps = Pick<SegmentPartProps, "use" | "limits" | "lockedReason"> & {
  vdcId: string;
  /** null: a new one. */
  networkId: string | null;
  valuesAtFirst: NetworkFormValues;
  /** What the network is now; absent when it is new. */
  before?: ChangedNetwork;
  /** Where "Cancel" leads. */
  backHref: string;
  /** Under which name of its own a new draft is kept while the tab lives. */
  keptAs?: string;
  submitLabel: string;
  pending: boolean;
  /** Why what was sent last was refused. */
  error: unknown;
  onSubmit: (draft: NetworkDraft, forget: () => void) => void;
};

/** One form to define a network and to change one. It keeps what was typed, whatever the answer. */
export function NetworkForm(props: NetworkFormProps) {
  const { vdcId, networkId, valuesAtFirst, error, pending, lockedReason, onSubmit } = props;
  const [sentDraft, setSentDraft] = useState<NetworkDraft | null>(null);
  const refusal = sentDraft && error ? { draft: sentDraft, violations: violationsOf(error) } : null;
  const state = useNetworkForm({ vdcId, networkId, valuesAtFirst, refusal });
  const { form, values, violations, plan } = state;
  const kept = useKeptValues(
    networkId === null ? `network-form:${props.keptAs ?? vdcId}` : null,
    form,
    values,
  );
  const part = { form, values, violations, lockedReason };
  const adviceOn = (field: string) =>
    plan?.advice.flatMap((advice) => (advice.field === field ? [advice.message] : [])).join(" ") || undefined;
  const isNew = networkId === null;
  const submit = form.handleSubmit((draft) => {
    if (pending) return;
    setSentDraft(draft);
    onSubmit(draft, kept.forget);
  });
  const failure = refusal?.violations.length === 0 ? sentenceOf(error) : null;
  const ofWhole = violations.get("") ?? failure;
  return (
    <form
      onSubmit={submit}
      noValidate
      className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_19rem] xl:grid-cols-[minmax(0,44rem)_22rem]"
    >
      <div className="flex min-w-0 flex-col gap-4">
        {kept.isRestored && (
          <p className="flex flex-wrap items-center gap-x-3 rounded-md bg-info-soft px-3 py-2 text-info">
            What you typed here before is still here.
            <Button variant="link" onClick={kept.beginAnew}>
              Begin anew
            </Button>
          </p>
        )}
        <IdentityPart {...part} vdcId={vdcId} isNew={isNew} />
        <SegmentPart
          {...part}
          vdcId={vdcId}
          use={props.use}
          limits={props.limits}
          carrierAdvice={adviceOn("overlayRuleName") ?? adviceOn("nicTagName")}
          nextVxlanId={plan?.draft.vxlanId === "next-free" ? (plan.values?.vxlanId ?? null) : null}
        />
        <AddressPart
          {...part}
          dhcpAdvice={adviceOn("isDhcpPassthrough")}
          overlapAdvice={adviceOn("subnet")}
        />
        <ReachPart vdcId={vdcId} draft={state.draft} limits={props.limits} />
      </div>
      <aside
        className="sticky top-0 flex min-w-0 flex-col gap-3 max-lg:static"
        aria-label="Before it is made"
      >
        <DraftSummary state={state} limits={props.limits} isNew={isNew} />
        {props.before && (
          <DraftChanges before={props.before} draft={state.draft} values={plan?.values ?? null} />
        )}
        {ofWhole && (
          <p role="alert" className="flex items-start gap-1.5 text-down">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {ofWhole}
          </p>
        )}
        <div className="flex gap-2">
          <Button type="submit" variant="primary" size="lg" className="flex-1" pending={pending}>
            {props.submitLabel}
          </Button>
          <Link href={props.backHref} className={buttonVariants({ size: "lg" })}>
            Cancel
          </Link>
        </div>
      </aside>
    </form>
  );
}
