"use client";

import Link from "next/link";
import { useState } from "react";
import { useMay } from "../shell/use-may.ts";
import { Button } from "../ui/button.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Panel } from "../ui/panel.tsx";
import { Progress } from "../ui/progress.tsx";
import { useVdc } from "../vdc/use-vdc.ts";
import { FileSource } from "./file-source.tsx";
import { FormatHelp } from "./format-help.tsx";
import { ImportOptions, type Options } from "./import-options.tsx";
import { ImportResult } from "./import-result.tsx";
import { type ImportSource, type Shown, useImport } from "./use-import.ts";
import { countsSentence } from "./verdict-words.ts";

const NO_OPTIONS: Options = { vdcName: "", networkName: "", markOutside: false };

/** Networks and addresses of one vDC. */
export function VdcImportPage({ vdcId }: { vdcId: string }) {
  const vdc = useVdc(vdcId);
  const networksHref = `/vdcs/${vdcId}/networks`;
  return (
    <>
      <PageHeader
        title="Import"
        description={`Networks and addresses of vDC ${vdc.name} from a CSV or JSON file. Every row is judged first, and nothing is written before you apply it.`}
        breadcrumbs={[{ label: "Networks", href: networksHref }]}
      />
      {vdc.may("network:create") ? <Import vdcId={vdcId} networksHref={networksHref} /> : <NotAllowed />}
    </>
  );
}

/** Networks, addresses and delegations of several vDCs. */
export function CloudImportPage() {
  const may = useMay();
  return (
    <>
      <PageHeader
        title="Import"
        description="Networks, addresses and delegations of any vDC from a CSV or JSON file. Every row is judged first, and nothing is written before you apply it."
        breadcrumbs={[{ label: "Networks", href: "/networks" }]}
      />
      {may("network:create") ? <Import vdcId={null} networksHref="/networks" /> : <NotAllowed />}
    </>
  );
}

function NotAllowed() {
  return (
    <EmptyState title="Your role does not allow this.">
      Network admins import into their vDC, operators into any. You can export what you read.
    </EmptyState>
  );
}

function Import({ vdcId, networksHref }: { vdcId: string | null; networksHref: string }) {
  const { progress, shown, refusal, run, clear, refuse } = useImport(vdcId);
  const [source, setSource] = useState<ImportSource | null>(null);
  const check = (next: ImportSource) => {
    setSource(next);
    void run(next, null);
  };
  const startOver = () => {
    setSource(null);
    clear();
  };
  return (
    <div className="flex max-w-6xl flex-col gap-4">
      {source === null ? (
        <Panel title="File">
          <FileSource
            onText={(text, fileName) => check({ ...NO_OPTIONS, text, fileName })}
            onRefused={refuse}
          />
        </Panel>
      ) : (
        <Panel
          title={source.fileName || "Pasted text"}
          actions={
            <Button size="sm" onClick={startOver}>
              Choose another
            </Button>
          }
        >
          <div className="flex flex-col gap-3">
            {progress && <Waiting progress={progress} />}
            {shown && (
              <>
                <Recognised shown={shown} />
                {!shown.isApplied && (
                  <ImportOptions
                    noun={shown.noun}
                    isCloud={vdcId === null}
                    options={source}
                    pending={progress !== null}
                    onChange={(options) => check({ ...source, ...options })}
                  />
                )}
              </>
            )}
          </div>
        </Panel>
      )}
      {refusal !== null && (
        <p role="alert" className="rounded-lg border border-down-glyph/40 bg-down-soft px-4 py-3 text-down">
          {refusal}
        </p>
      )}
      {source && shown && (
        <>
          <Decision
            shown={shown}
            networksHref={networksHref}
            pending={progress !== null}
            onApply={() => void run(source, shown.digest)}
          />
          <ImportResult shown={shown} isCloud={vdcId === null} />
        </>
      )}
      {source === null && <FormatHelp vdcId={vdcId} />}
    </div>
  );
}

function Waiting({
  progress: { phase, done, total },
}: {
  progress: { phase: string; done: number; total: number };
}) {
  const label = phase === "checking" ? "Checking rows" : "Writing";
  return (
    <div className="flex flex-col gap-1.5">
      <output className="text-muted tabular-nums">
        {total === 0
          ? `${label}…`
          : `${label}: ${done.toLocaleString("en")} of ${total.toLocaleString("en")}`}
      </output>
      <Progress label={label} done={done} total={total} />
    </div>
  );
}

function Recognised({ shown: { recognised, leftOut, rows } }: { shown: Shown }) {
  return (
    <div className="flex flex-col gap-2">
      <p>
        {recognised} {rows.length.toLocaleString("en")} {rows.length === 1 ? "row" : "rows"}.
      </p>
      {leftOut.length > 0 && (
        <div className="text-muted">
          <p>Not taken over:</p>
          <ul className="list-disc pl-5 wrap-anywhere">
            {leftOut.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

type DecisionProps = { shown: Shown; networksHref: string; pending: boolean; onApply: () => void };

/** What applying would do, and why it cannot be done now. */
function Decision({ shown, networksHref, pending, onApply }: DecisionProps) {
  const { counts, isApplied, hasMoved } = shown;
  const writtenCount = counts.new + counts.changed;
  if (isApplied) {
    return (
      <div className="flex flex-wrap items-center gap-3 rounded-lg border border-line bg-up-soft px-4 py-3">
        <output className="grow text-up">
          Applied: {countsSentence(counts)}. The same file again would change nothing.
        </output>
        <Link href={networksHref} className={buttonVariants()}>
          Open the networks
        </Link>
      </div>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button
        variant="primary"
        disabled={counts.refused > 0 || writtenCount === 0}
        pending={pending}
        onClick={onApply}
      >
        Apply
      </Button>
      <output className="min-w-0 grow basis-60 text-muted">
        {hasMoved && (
          <strong className="font-medium text-degraded">
            Something changed since the file was checked, so nothing was written.{" "}
          </strong>
        )}
        {countsSentence(counts)}. {decisionSentence(counts.refused, writtenCount)}
      </output>
    </div>
  );
}

function decisionSentence(refusedCount: number, writtenCount: number): string {
  if (refusedCount > 0)
    return "All rows are applied or none: correct the refused ones and choose the file again.";
  return writtenCount === 0 ? "There is nothing to apply." : "All rows are applied together, or none.";
}
