"use client";

import { ArrowLeftRight, Route, Stethoscope } from "lucide-react";
import Link from "next/link";
import { diagnoseHref } from "../../diagnosis/diagnosis-words.ts";
import { sentenceOf } from "../../trpc/refusal.ts";
import { Button } from "../../ui/button.tsx";
import { buttonVariants } from "../../ui/button-variants.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { Panel } from "../../ui/panel.tsx";
import { useSearchParam, writeSearchParams } from "../../ui/search-params.ts";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { PathEndPicker } from "./path-end-picker.tsx";
import { PathPairs } from "./path-pairs.tsx";
import { PathResult } from "./path-result.tsx";
import { OUTCOME_WORDS } from "./path-words.ts";
import { usePath } from "./use-path.ts";

/** How frames get from one VM, node or network to another. Both ends are in the address. `vdcId` null: over the whole cloud. */
export function PathPage({ vdcId }: { vdcId: string | null }) {
  const [from, setFrom] = useSearchParam("from");
  const [to, setTo] = useSearchParam("to");
  const found = usePath(vdcId, { from, to });
  const isAsked = from !== "" && to !== "";
  const result = isAsked ? found.data : undefined;
  return (
    <>
      <PageHeader
        title="Path"
        description="How frames get from one VM, node or network to another, hop by hop, and what stands in the way."
        breadcrumbs={[{ label: "Mesh", href: vdcId === null ? "/mesh" : `/mesh?vdc=${vdcId}` }]}
        actions={
          vdcId === null &&
          isAsked && (
            <Link href={diagnoseHref({ from, to })} prefetch={false} className={buttonVariants()}>
              <Stethoscope aria-hidden /> Diagnose
            </Link>
          )
        }
      />
      <div className="mb-4 flex flex-col items-stretch gap-2 sm:flex-row sm:items-end">
        <PathEndPicker label="From" vdcId={vdcId} value={from} onValueChange={setFrom} />
        <Button
          variant="ghost"
          aria-label="Swap the two ends"
          disabled={!isAsked}
          onClick={() => writeSearchParams({ from: to, to: from })}
          className="size-9 self-center p-0 sm:self-auto"
        >
          <ArrowLeftRight aria-hidden className="max-sm:rotate-90" />
        </Button>
        <PathEndPicker label="To" vdcId={vdcId} value={to} onValueChange={setTo} />
      </div>
      <output className="sr-only" aria-live="polite">
        {result && `${OUTCOME_WORDS[result.outcome].word}. ${OUTCOME_WORDS[result.outcome].sentence}`}
      </output>
      {!isAsked && (
        <Panel flush>
          <EmptyState icon={<Route />} title="Choose two ends.">
            {vdcId === null
              ? "Two VMs show the whole way with both ARP tables; two nodes show their link; a network shows every pair of nodes that carries it."
              : "Two of your VMs show the whole way between them; a network shows every pair of data centers that carries it."}
          </EmptyState>
        </Panel>
      )}
      {isAsked &&
        !result &&
        (found.error ? (
          <ErrorState title={sentenceOf(found.error)} onRetry={() => void found.refetch()} />
        ) : (
          <Panel flush>
            <SkeletonRows rows={6} columns={3} />
          </Panel>
        ))}
      {result?.kind === "path" && <PathResult path={result} />}
      {result?.kind === "pairs" && <PathPairs result={result} />}
    </>
  );
}
