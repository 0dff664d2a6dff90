"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { WARNING_CATALOGUE } from "#server/domain/warnings/catalogue.ts";
import { useTRPC } from "../../trpc/trpc.ts";
import { SeverityIcon } from "../../ui/severity-badge.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Section } from "./section.tsx";

const LISTED_MAX = 5;

export type SubjectWarningsProps = { nodeId: string; hostname?: string } | { pdcName: string };

/** Open warnings that touch the subject; the queue shows them all. */
export function SubjectWarnings(subject: SubjectWarningsProps) {
  const trpc = useTRPC();
  const of = "nodeId" in subject ? { nodeId: subject.nodeId } : { pdcName: subject.pdcName };
  const { data } = useQuery(trpc.warning.list.queryOptions({ state: "open", ...of }));
  const param = "nodeId" in subject ? `node=${subject.nodeId}` : `pdc=${encodeURIComponent(subject.pdcName)}`;
  const warnings = data?.warnings ?? [];
  return (
    <Section
      title={
        "hostname" in subject && subject.hostname ? `Open warnings of ${subject.hostname}` : "Open warnings"
      }
      aside={
        warnings.length > 0 && (
          <Link
            href={`/warnings?${param}`}
            prefetch={false}
            className="font-medium text-accent-ink hover:underline"
          >
            {warnings.length === 1 ? "In the queue" : `All ${warnings.length}`}
          </Link>
        )
      }
    >
      {!data && <Skeleton className="w-2/3" />}
      {data && warnings.length === 0 && <p className="text-muted">None.</p>}
      <ul className="flex flex-col gap-1.5">
        {warnings.slice(0, LISTED_MAX).map(({ id, code, severity, subjectLabel, cause }) => (
          <li key={id} className="flex gap-2">
            <SeverityIcon severity={severity} className="mt-0.5" />
            <div className="min-w-0">
              <Link
                href={`/warnings?${param}&warning=${id}`}
                prefetch={false}
                className="font-medium underline-offset-2 hover:underline"
              >
                {WARNING_CATALOGUE[code].title}
              </Link>
              <span className="text-muted"> · {subjectLabel}</span>
              <p className="line-clamp-2 text-sm text-muted">{cause}</p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
