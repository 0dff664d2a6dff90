"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useEffect, useState } from "react";
import { WARNING_CATALOGUE } from "#server/domain/warnings/catalogue.ts";
import { warningHelpHref } from "../help/warning-help-href.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { SeverityBadge } from "../ui/severity-badge.tsx";
import { Sheet, SheetContent } from "../ui/sheet.tsx";
import { CommentForm } from "./comment-form.tsx";
import { EvidenceList } from "./evidence-list.tsx";
import { hrefWords } from "./href-words.ts";
import { PanelActions, PanelAssignee } from "./panel-actions.tsx";
import { RelatedWarnings } from "./related-warnings.tsx";
import { WarningHistory } from "./warning-history.tsx";
import { flapWords, WarningStateBadge } from "./warning-state-badge.tsx";

type ReadWarning = RouterOutputs["warning"]["byId"];

export type WarningPanelProps = { warningId: string; mayReview: boolean; onClose: () => void };

export function WarningPanel({ warningId, mayReview, onClose }: WarningPanelProps) {
  const trpc = useTRPC();
  const { data: warning, error } = useQuery(trpc.warning.byId.queryOptions({ id: warningId }));
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        title={warning ? WARNING_CATALOGUE[warning.code].title : "Warning"}
        description={warning?.subjectLabel}
        className="w-[min(36rem,100vw)]"
        footer={warning && mayReview ? <PanelActions warning={warning} /> : undefined}
      >
        {warning && <WarningDetail warning={warning} mayReview={mayReview} />}
        {!warning && (
          <output className="block p-4 text-muted">
            {error ? sentenceOf(error) : "Reading the warning…"}
          </output>
        )}
      </SheetContent>
    </Sheet>
  );
}

/** What was new when the panel opened stays told as new while it is open; it counts as seen from now on. */
function useNews({ id, newsSinceLooked, lookedAt }: ReadWarning) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [news] = useState({ since: lookedAt, events: newsSinceLooked });
  const { mutate: look } = useMutation(
    trpc.warning.look.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.warning.list.pathFilter()),
    }),
  );
  // The outside system is the server, which remembers who has seen what.
  useEffect(() => look({ id }), [look, id]);
  return news;
}

function WarningDetail({ warning, mayReview }: { warning: ReadWarning; mayReview: boolean }) {
  const { severity, cause, evidence, remedy, href, history, openedAt, flapCount, isHeld } = warning;
  const news = useNews(warning);
  return (
    <div className="flex flex-col gap-5 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <SeverityBadge severity={severity} />
        <WarningStateBadge warning={warning} />
        <span className="text-sm text-muted">
          {warning.resolvedAt ? "opened" : "since"} <Age at={openedAt} />
        </span>
        <PanelAssignee warning={warning} mayReview={mayReview} />
      </div>
      {flapCount !== null && (
        <p className="rounded-md bg-degraded-soft px-3 py-2 text-degraded">
          {flapWords(flapCount)}. {isHeld ? "It is not true at this moment" : "It is true at this moment"}; it
          stays open until it has been quiet for a while.
        </p>
      )}
      {news.since && news.events.length > 0 && (
        <Section
          title={
            <>
              New since you last looked, <Age at={news.since} />
            </>
          }
        >
          <WarningHistory history={news.events} />
        </Section>
      )}
      <p className="text-pretty wrap-anywhere">{cause}</p>
      <RelatedWarnings warning={warning} />
      <Waiting warning={warning} />
      <Section title="What to do">
        <p className="text-pretty wrap-anywhere">{remedy}</p>
        {href && (
          <Link
            href={href}
            className="mt-2 inline-flex items-center gap-1 font-medium text-accent-ink hover:underline"
          >
            {hrefWords(href)} <ArrowRight aria-hidden className="size-3.5" />
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
        {mayReview && <CommentForm warningId={warning.id} />}
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

function Waiting({ warning }: { warning: ReadWarning }) {
  const { acknowledgement, snooze, newsSinceAcknowledged, causeThen } = warning;
  const word = acknowledgement ? "Acknowledged" : "Snoozed";
  const waiting = acknowledgement ?? snooze;
  if (!waiting) return null;
  const { at, byName, reason, until } = waiting;
  return (
    <Section title={word}>
      <p className="wrap-anywhere">{reason}</p>
      <p className="mt-1 text-sm text-muted">
        {byName}
        {at && (
          <>
            , <Age at={at} />
          </>
        )}
        . Ends {until ? <Age at={until} /> : "when the warning closes"}.
      </p>
      {causeThen !== null && (
        <p className="mt-2 text-sm text-muted wrap-anywhere">
          <span className="font-medium">It said then:</span> {causeThen}
        </p>
      )}
      {acknowledgement && newsSinceAcknowledged.length > 0 && (
        <>
          <p className="mt-2 text-sm font-medium">Since then:</p>
          <WarningHistory history={newsSinceAcknowledged} />
        </>
      )}
    </Section>
  );
}

function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 text-sm font-semibold text-muted">{title}</h3>
      {children}
    </section>
  );
}
