"use client";

import { ArrowLeftRight, Stethoscope } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useState } from "react";
import { PathEndPicker } from "../mesh/path/path-end-picker.tsx";
import { pathHref } from "../mesh/path/path-words.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { formatInstant } from "../ui/format-age.ts";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { useSearchParam, writeSearchParams } from "../ui/search-params.ts";
import { SkeletonRows } from "../ui/skeleton.tsx";
import { CapturePanel } from "./capture-panel.tsx";
import { CrossedLinks } from "./crossed-links.tsx";
import { VERDICT_WORDS } from "./diagnosis-words.ts";
import { KnownTroubles } from "./known-troubles.tsx";
import { RefreshEnds } from "./refresh-ends.tsx";
import { StepList } from "./step-list.tsx";
import { type FoundDiagnosis, useCapture, useDiagnosis } from "./use-diagnosis.ts";
import { VerdictPanel } from "./verdict-panel.tsx";

/** Why is this link down? Both ends, and the instant, are in the address. */
export function DiagnosePage() {
  const [from, setFrom] = useSearchParam("from");
  const [to, setTo] = useSearchParam("to");
  const [link] = useSearchParam("link");
  const [at, setAt] = useSearchParam("at");
  const { isAsked, instant, found, data } = useDiagnosis({ from, to, link, at });
  const choose = (set: (end: string) => void) => (end: string) => {
    writeSearchParams({ link: "" });
    set(end);
  };
  return (
    <>
      <PageHeader
        title="Why is this link down?"
        description="The checks on a link in order, what was seen where and when, and the first right cause. Choose two nodes, two VMs, or one network."
        breadcrumbs={[{ label: "Mesh", href: "/mesh" }]}
      />
      <div className="mb-4 flex flex-col items-stretch gap-2 sm:flex-row sm:items-end">
        <PathEndPicker label="From" vdcId={null} value={from} onValueChange={choose(setFrom)} />
        <Button
          variant="ghost"
          aria-label="Swap the two ends"
          disabled={from === "" || to === ""}
          onClick={() => writeSearchParams({ from: to, to: from })}
          className="size-9 self-center p-0 sm:self-auto"
        >
          <ArrowLeftRight aria-hidden className="max-sm:rotate-90" />
        </Button>
        <PathEndPicker label="To" vdcId={null} value={to} onValueChange={choose(setTo)} />
      </div>
      {instant && (
        <p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-info-soft px-3 py-2 text-info">
          By the facts of {formatInstant(instant)}.
          <Button size="sm" onClick={() => setAt("")}>
            Back to now
          </Button>
        </p>
      )}
      {!isAsked && (
        <div className="flex flex-col gap-4">
          <Panel flush>
            <EmptyState icon={<Stethoscope />} title="Choose what does not work.">
              Two nodes are asked about their link, two VMs about the link between them, and a network about
              every link it crosses, the worst first.
            </EmptyState>
          </Panel>
          <KnownTroubles pattern={null} />
        </div>
      )}
      {isAsked &&
        !data &&
        (found.error ? (
          <ErrorState title={sentenceOf(found.error)} onRetry={() => void found.refetch()} />
        ) : (
          <Panel flush>
            <SkeletonRows rows={10} columns={3} />
          </Panel>
        ))}
      {data && (
        // Until the answer about other ends is here, that about the earlier ones is marked as outdated.
        <div
          aria-busy={found.isPlaceholderData}
          className={cn(found.isPlaceholderData && "opacity-60 transition-opacity")}
        >
          <Result
            key={`${from} ${to} ${at}`}
            data={data}
            isPast={instant !== null}
            from={from}
            to={to || from}
          />
        </div>
      )}
    </>
  );
}

type ResultProps = { data: FoundDiagnosis; isPast: boolean; from: string; to: string };

function Result({ data, isPast, from, to }: ResultProps) {
  const [text, setText] = useState("");
  const read = useCapture(useDeferredValue(text), data);
  const diagnosis = read?.diagnosis ?? data.diagnosis;
  const verdict = read && read.evidence.length > 0 ? read.diagnosis.verdict : data.verdict;
  if (!verdict) {
    return (
      <Panel flush>
        <EmptyState title="There is no link to look at.">
          No VM uses it, or all that use it are on one node, where frames need no link.
        </EmptyState>
      </Panel>
    );
  }
  const pairs = data.links.length > 1;
  return (
    <div className="flex flex-col gap-4">
      <output className="sr-only" aria-live="polite">
        {`${VERDICT_WORDS[verdict.kind].word}. ${verdict.title}.`}
      </output>
      <VerdictPanel verdict={verdict} />
      {data.ends && diagnosis && !isPast && (
        <RefreshEnds nodeIds={data.ends.map(({ nodeId }) => nodeId)} steps={diagnosis.steps} />
      )}
      {data.path && data.path.reasons.length > 0 && <PathReasons data={data} from={from} to={to} />}
      {pairs && <CrossedLinks found={data} from={from} to={to} />}
      {diagnosis && data.ends && (
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <Panel
            flush
            title={`${data.ends[0].hostname} – ${data.ends[1].hostname}`}
            description={diagnosis.link?.reason ?? "They share no overlay rule, so there is no link."}
            actions={
              diagnosis.link && (
                <Link
                  href={`/mesh?selected=${encodeURIComponent(`link/${diagnosis.link.id}`)}`}
                  prefetch={false}
                  className="text-sm text-accent-ink hover:underline"
                >
                  In the mesh
                </Link>
              )
            }
          >
            <StepList steps={diagnosis.steps} />
          </Panel>
          <div className="flex flex-col gap-4">
            <CapturePanel text={text} onTextChange={setText} read={read} />
            <KnownTroubles pattern={verdict.pattern} />
          </div>
        </div>
      )}
    </div>
  );
}

function PathReasons({ data, from, to }: { data: FoundDiagnosis; from: string; to: string }) {
  return (
    <Panel
      title={`Between ${data.labels[0]} and ${data.labels[1]}`}
      actions={
        <Link
          href={pathHref({ from, to }, null)}
          prefetch={false}
          className="text-sm text-accent-ink hover:underline"
        >
          Hop by hop
        </Link>
      }
    >
      <ul className="flex list-disc flex-col gap-1 pl-5">
        {(data.path?.reasons ?? []).map((reason) => (
          <li key={reason} className="text-pretty wrap-anywhere">
            {reason}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
