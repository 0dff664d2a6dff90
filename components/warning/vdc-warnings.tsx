"use client";

import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { ArrowRight, Bell } from "lucide-react";
import Link from "next/link";
import { WARNING_CATALOGUE } from "#server/domain/warnings/catalogue.ts";
import { warningHelpHref } from "../help/warning-help-href.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Button } from "../ui/button.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { SeverityBadge } from "../ui/severity-badge.tsx";
import { EvidenceList } from "./evidence-list.tsx";
import { hrefWords } from "./href-words.ts";
import { flapWords } from "./warning-state-badge.tsx";
import { nextCursorOf } from "../trpc/all-pages.ts";

type VdcWarning = RouterOutputs["warning"]["listForVdc"]["warnings"][number];

/** What concerns the networks of one vDC; reviewing them is the operators' part. */
export function VdcWarnings({ vdcId }: { vdcId: string }) {
  const trpc = useTRPC();
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useSuspenseInfiniteQuery(
    trpc.warning.listForVdc.infiniteQueryOptions({ vdcId }, { getNextPageParam: nextCursorOf }),
  );
  const warnings = data.pages.flatMap((page) => page.warnings);
  return (
    <>
      <PageHeader
        title="Warnings"
        description="What is wrong with this vDC's networks, judged anew after every refresh. A warning closes by itself once it is no longer true."
        actions={
          <Button asChild>
            <Link href={`/vdcs/${vdcId}/notifications`}>
              <Bell aria-hidden /> Notifications
            </Link>
          </Button>
        }
      />
      {warnings.length === 0 ? (
        <EmptyState title="No warnings about this vDC's networks." />
      ) : (
        <ul className="flex flex-col gap-3">
          {warnings.map((warning) => (
            <WarningCard key={warning.id} warning={warning} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button className="mt-3" pending={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

function WarningCard({ warning }: { warning: VdcWarning }) {
  const { code, severity, subjectLabel, cause, remedy, evidence, href, openedAt, isAcknowledged, flapCount } =
    warning;
  return (
    <li className="rounded-lg border border-line bg-surface p-4 shadow-xs">
      <div className="flex flex-wrap items-center gap-2">
        <SeverityBadge severity={severity} />
        <h2 className="font-semibold">{WARNING_CATALOGUE[code].title}</h2>
        <span className="text-muted wrap-anywhere">{subjectLabel}</span>
        <span className="ml-auto text-sm text-muted">
          since <Age at={openedAt} />
        </span>
      </div>
      <p className="mt-2 text-pretty wrap-anywhere">{cause}</p>
      <p className="mt-1 text-pretty text-muted wrap-anywhere">{remedy}</p>
      {flapCount !== null && <p className="mt-1 text-sm text-muted">{flapWords(flapCount)}.</p>}
      {isAcknowledged && <p className="mt-1 text-sm text-muted">The operators know of it.</p>}
      <Disclosure label="Evidence" className="mt-2">
        <EvidenceList evidence={evidence} />
      </Disclosure>
      <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        {href && (
          <Link
            href={href}
            className="inline-flex items-center gap-1 font-medium text-accent-ink hover:underline"
          >
            {hrefWords(href)} <ArrowRight aria-hidden className="size-3.5" />
          </Link>
        )}
        <Link href={warningHelpHref(code)} className="text-sm text-accent-ink hover:underline">
          About warnings of this kind
        </Link>
      </p>
    </li>
  );
}
