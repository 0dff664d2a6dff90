"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { WARNING_CATALOGUE } from "#server/domain/warnings/catalogue.ts";
import { warningHelpHref } from "../help/warning-families.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Button } from "../ui/button.tsx";
import { SeverityBadge } from "../ui/severity-badge.tsx";
import { Sheet, SheetContent } from "../ui/sheet.tsx";
import { AcknowledgeDialog } from "./acknowledge-dialog.tsx";
import { EvidenceList } from "./evidence-list.tsx";
import { useWarningChanges } from "./use-warning-changes.ts";
import { WarningHistory } from "./warning-history.tsx";
import { WarningStateBadge } from "./warning-state-badge.tsx";

type ReadWarning = RouterOutputs["warning"]["byId"];

export type WarningPanelProps = { warningId: string; mayAcknowledge: boolean; onClose: () => void };

export function WarningPanel({ warningId, mayAcknowledge, onClose }: WarningPanelProps) {
  const trpc = useTRPC();
  const { data: warning, error } = useQuery(trpc.warning.byId.queryOptions({ id: warningId }));
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        title={warning ? WARNING_CATALOGUE[warning.code].title : "Warning"}
        description={warning?.subjectLabel}
        className="w-[min(34rem,100vw)]"
        footer={warning && mayAcknowledge ? <PanelActions warning={warning} /> : undefined}
      >
        {warning && <WarningDetail warning={warning} />}
        {!warning && (
          <output className="block p-4 text-muted">
            {error ? sentenceOf(error) : "Reading the warning…"}
          </output>
        )}
      </SheetContent>
    </Sheet>
  );
}

function PanelActions({ warning }: { warning: ReadWarning }) {
  const { withdraw } = useWarningChanges();
  if (warning.resolvedAt)
    return <p className="text-muted">It has closed by itself; there is nothing to acknowledge.</p>;
  if (!warning.isAcknowledged) return <AcknowledgeDialog warningId={warning.id} />;
  return (
    <Button pending={withdraw.isPending} onClick={() => withdraw.mutate({ id: warning.id })}>
      Withdraw acknowledgement
    </Button>
  );
}

function WarningDetail({ warning }: { warning: ReadWarning }) {
  const { severity, cause, evidence, remedy, href, history, openedAt } = warning;
  return (
    <div className="flex flex-col gap-5 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <SeverityBadge severity={severity} />
        <WarningStateBadge warning={warning} />
        <span className="text-sm text-muted">
          open since <Age at={openedAt} />
        </span>
      </div>
      <p className="text-pretty wrap-anywhere">{cause}</p>
      {warning.isAcknowledged && <Acknowledged warning={warning} />}
      <Section title="What to do">
        <p className="text-pretty wrap-anywhere">{remedy}</p>
        {href && (
          <Link
            href={href}
            className="mt-2 inline-flex items-center gap-1 font-medium text-accent-ink hover:underline"
          >
            Go there <ArrowRight aria-hidden className="size-3.5" />
          </Link>
        )}
      </Section>
      <Section title="Evidence">
        <EvidenceList evidence={evidence} />
      </Section>
      <Section title="Why it matters">
        <p className="text-pretty text-muted">{WARNING_CATALOGUE[warning.code].meaning}</p>
      </Section>
      <Section title="History">
        <WarningHistory history={history} />
      </Section>
      <p className="flex flex-wrap gap-x-3 text-sm">
        <span className="font-mono text-subtle">{warning.code}</span>
        <Link href={warningHelpHref(warning.code)} className="text-accent-ink hover:underline">
          About warnings of this kind
        </Link>
      </p>
    </div>
  );
}

function Acknowledged({ warning }: { warning: ReadWarning }) {
  const { acknowledgedByName, acknowledgedReason, acknowledgedAt, acknowledgedUntil } = warning;
  return (
    <Section title="Acknowledged">
      <p className="wrap-anywhere">{acknowledgedReason}</p>
      <p className="mt-1 text-sm text-muted">
        {acknowledgedByName}
        {acknowledgedAt && (
          <>
            , <Age at={acknowledgedAt} />
          </>
        )}
        . Ends {acknowledgedUntil ? <Age at={acknowledgedUntil} /> : "when the warning closes"}.
      </p>
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 text-sm font-semibold text-muted">{title}</h3>
      {children}
    </section>
  );
}
