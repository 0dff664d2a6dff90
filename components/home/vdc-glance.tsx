"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { HEALTH_STATES, type HealthState } from "#server/domain/health.ts";
import { WARNING_CATALOGUE } from "#server/domain/warnings/catalogue.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { SeverityBadge } from "../ui/severity-badge.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { STATE_WORDS, StateGlyph } from "../ui/state-glyph.tsx";
import { MeshSketch } from "./mesh-sketch.tsx";

const WARNINGS_LISTED_MAX = 4;
const PATHS_LISTED_MAX = 6;

/** Elsewhere a size would sound as if packets passed. */
const CARRYING: readonly HealthState[] = ["up", "degraded"];

type Mesh = RouterOutputs["mesh"]["getForVdc"];

/** What is wrong with a vDC's networks, and how the places they join reach each other. */
export function VdcGlance({ vdcId }: { vdcId: string }) {
  return (
    <div className="mt-4 grid gap-x-6 gap-y-4 border-t border-line pt-4 xl:grid-cols-2">
      <WorstWarnings vdcId={vdcId} />
      <Places vdcId={vdcId} />
    </div>
  );
}

function Part({
  title,
  href,
  more,
  children,
}: {
  title: string;
  href: string;
  more: string;
  children: ReactNode;
}) {
  return (
    <section className="min-w-0">
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <h3 className="font-semibold">{title}</h3>
        <Link href={href} prefetch={false} className="text-sm text-accent-ink hover:underline">
          {more}
        </Link>
      </div>
      {children}
    </section>
  );
}

function WorstWarnings({ vdcId }: { vdcId: string }) {
  const { data, error } = useQuery(
    useTRPC().warning.listForVdc.queryOptions({ vdcId, limit: WARNINGS_LISTED_MAX }),
  );
  const href = `/vdcs/${vdcId}/warnings`;
  return (
    <Part title="Warnings" href={href} more="All warnings">
      {!data ? (
        <Unread error={error} />
      ) : data.warnings.length === 0 ? (
        <p className="text-muted">No warnings about its networks.</p>
      ) : (
        <ul className="divide-y divide-line">
          {data.warnings.map(({ id, code, severity, subjectLabel, cause }) => (
            <li key={id} className="py-2 first:pt-0">
              <Link
                href={href}
                prefetch={false}
                className="flex flex-wrap items-center gap-2 hover:underline"
              >
                <SeverityBadge severity={severity} />
                <span className="font-medium">{WARNING_CATALOGUE[code].title}</span>
                <span className="text-muted wrap-anywhere">{subjectLabel}</span>
              </Link>
              <p className="mt-0.5 text-sm text-pretty wrap-anywhere text-muted">{cause}</p>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Places({ vdcId }: { vdcId: string }) {
  const { data: mesh, error } = useQuery(useTRPC().mesh.getForVdc.queryOptions({ vdcId }));
  return (
    <Part title="What its networks cross" href={`/mesh?vdc=${vdcId}`} more="Open the mesh">
      {!mesh ? (
        <Unread error={error} />
      ) : mesh.pdcs.length === 0 ? (
        <p className="text-muted">No VM uses one of its networks yet.</p>
      ) : (
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <MeshSketch pdcs={mesh.pdcs} links={mesh.paths.toSorted(worstFirst)} />
          <PathList mesh={mesh} />
        </div>
      )}
    </Part>
  );
}

function PathList({ mesh: { pdcs, paths } }: { mesh: Mesh }) {
  const labelById = new Map(pdcs.map(({ id, label }) => [id, label]));
  const listed = [
    ...paths.map(({ id, pdcIds, state, effectiveMtuBytes }) => ({
      id,
      words: pdcIds.map((pdcId) => labelById.get(pdcId)).join(" – "),
      state,
      effectiveMtuBytes,
    })),
    ...pdcs.flatMap(({ id, label, innerState: state }) =>
      state ? [{ id, words: `Inside ${label}`, state, effectiveMtuBytes: null }] : [],
    ),
  ].toSorted(worstFirst);
  return (
    <ul className="flex min-w-52 flex-1 flex-col gap-1">
      {listed.slice(0, PATHS_LISTED_MAX).map(({ id, words, state, effectiveMtuBytes }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-2">
          <StateGlyph state={state} />
          <span className="min-w-0 truncate font-medium">{words}</span>
          <span className="text-sm text-muted tabular-nums">
            {STATE_WORDS[state].toLowerCase()}
            {effectiveMtuBytes !== null && CARRYING.includes(state) && `, ${effectiveMtuBytes} bytes whole`}
          </span>
        </li>
      ))}
      {listed.length > PATHS_LISTED_MAX && (
        <li className="text-sm text-muted">and {listed.length - PATHS_LISTED_MAX} more</li>
      )}
    </ul>
  );
}

type Judged = Pick<Mesh["paths"][number], "state">;

function worstFirst(a: Judged, b: Judged): number {
  return HEALTH_STATES.indexOf(a.state) - HEALTH_STATES.indexOf(b.state);
}

function Unread({ error }: { error: Parameters<typeof sentenceOf>[0] | null }) {
  return error ? <p className="text-down">{sentenceOf(error)}</p> : <Skeleton className="h-32 w-full" />;
}
