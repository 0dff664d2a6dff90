"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DelegationEditor } from "../delegation/editor/delegation-editor.tsx";
import { spacedRanges } from "../delegation/use-sentences.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { DescriptionList } from "../ui/description-list.tsx";
import { Field } from "../ui/field.tsx";
import { Textarea } from "../ui/input.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { countWords, delegatedWords } from "../vdc/delegation-words.ts";
import { DeclineRequest } from "./decline-request.tsx";
import { RequestStateBadge } from "./request-state.tsx";
import { RequestText } from "./request-text.tsx";
import { useRequestChanges } from "./use-request-changes.ts";

type Answerable = RouterOutputs["delegationRequest"]["previewAnswer"];

/** One request beside what the vDC has and what is free, with a proposal that grants it. */
export function AnswerPage({ vdcId, requestId }: { vdcId: string; requestId: string }) {
  const { data } = useSuspenseQuery(
    useTRPC().delegationRequest.previewAnswer.queryOptions({ vdcId, requestId }),
  );
  const { request } = data;
  return (
    <>
      <PageHeader
        title={`Request of ${request.vdcName}`}
        breadcrumbs={[{ label: "Requests", href: "/requests" }]}
        badge={<RequestStateBadge state={request.state} />}
      />
      <div className="relative flex max-w-5xl flex-col gap-4">
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Panel title="Asked for">
            <RequestText request={request} />
          </Panel>
          <Present answerable={data} />
        </div>
        {request.state === "open" ? (
          <Approve answerable={data} />
        ) : (
          <p className="text-muted">
            This request is answered. What was changed stands in the history of the{" "}
            <Link href={`/vdcs/${vdcId}/delegation`} className="text-accent-ink hover:underline">
              delegation
            </Link>
            .
          </p>
        )}
      </div>
    </>
  );
}

function Present({ answerable }: { answerable: Answerable }) {
  const { request, present, networkCount, freeVxlanCount, freeVxlanIds, restingVxlanCount } = answerable;
  return (
    <Panel title="As it is now">
      <DescriptionList
        items={[
          {
            term: "vDC",
            value: (
              <Link href={`/vdcs/${request.vdcId}/delegation`} className="text-accent-ink hover:underline">
                {request.vdcName}
              </Link>
            ),
          },
          { term: "Has", value: delegatedWords(present) },
          { term: "Networks", value: countWords(networkCount, present.networkCountMax) },
          {
            term: "Free cloud-wide",
            value: (
              <>
                {freeVxlanCount.toLocaleString("en")} VXLAN ids
                {restingVxlanCount > 0 && `; ${restingVxlanCount.toLocaleString("en")} rest`}
                <span className="block max-h-24 overflow-y-auto text-sm text-subtle tabular-nums">
                  {spacedRanges(freeVxlanIds)}
                </span>
              </>
            ),
          },
        ]}
      />
    </Panel>
  );
}

function Approve({ answerable }: { answerable: Answerable }) {
  const { request, present, proposal, shortfalls, notes } = answerable;
  const { vdcId, vdcName, id: requestId } = request;
  const router = useRouter();
  const { approve } = useRequestChanges();
  const [answer, setAnswer] = useState("");
  return (
    <DelegationEditor
      vdcId={vdcId}
      title="Proposed answer"
      description="The first free ids that fit, next to what the vDC has. It can be changed before it is approved."
      delegation={present}
      proposal={proposal}
      save={{
        // The news that it is answered may take this form away before the answer is here: a promise outlives it.
        mutate: (sent, { onSuccess, onError }) =>
          void approve
            .mutateAsync({ vdcId, requestId, over: present, answer, ...sent })
            .then(() => onSuccess(), onError),
        isPending: approve.isPending,
        error: approve.error,
        sentDraft: approve.variables?.draft ?? null,
        reset: approve.reset,
      }}
      saveLabel={(isAsProposed) => (isAsProposed ? "Approve as proposed" : "Approve as changed")}
      savedText={`The request of vDC ${vdcName} is approved.`}
      onSaved={() => router.push("/requests")}
      lead={<Remarks shortfalls={shortfalls} notes={notes} />}
      actions={<DeclineRequest vdcId={vdcId} vdcName={vdcName} requestId={requestId} />}
    >
      <Field label="Words to the vDC" optional help="Its people read them beside the answer.">
        <Textarea value={answer} maxLength={1000} onChange={({ target }) => setAnswer(target.value)} />
      </Field>
    </DelegationEditor>
  );
}

function Remarks({ shortfalls, notes }: Pick<Answerable, "shortfalls" | "notes">) {
  if (shortfalls.length + notes.length === 0) return null;
  return (
    <ul aria-label="Worth knowing" className="flex flex-col gap-1 rounded-md bg-degraded-soft px-3 py-2">
      {[...shortfalls, ...notes].map((sentence) => (
        <li key={sentence} className="wrap-anywhere text-degraded">
          {sentence}
        </li>
      ))}
    </ul>
  );
}
