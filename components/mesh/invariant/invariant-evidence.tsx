"use client";

import { formatCount } from "../../ui/format-count.ts";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, X } from "lucide-react";
import Link from "next/link";
import { memo } from "react";
import type { InvariantHalf, MissingFacts } from "#server/domain/mesh/invariant.ts";
import { type RouterOutputs, useTRPC } from "../../trpc/trpc.ts";
import { sentenceOf } from "../../trpc/refusal.ts";
import { Age } from "../../ui/age.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { Panel } from "../../ui/panel.tsx";
import { useSearchParam } from "../../ui/search-params.ts";
import { Skeleton, SkeletonRows } from "../../ui/skeleton.tsx";
import { useMeshInstant } from "../time/use-mesh-instant.ts";
import { InvariantBadge } from "./invariant-badge.tsx";
import { adminNetworkSentence, clearTextSentence, INVARIANT_RULE, MISSING_WORDS } from "./invariant-words.ts";

const REREAD_MILLISECONDS = 60_000;

type Invariant = RouterOutputs["mesh"]["invariant"];

/** Whether the evidence is open is in the address. */
function useInvariant() {
  const { queryInput } = useMeshInstant();
  const [shown, setShown] = useSearchParam("standing");
  const query = useQuery(
    useTRPC().mesh.invariant.queryOptions(queryInput, { refetchInterval: REREAD_MILLISECONDS }),
  );
  return { query, isShown: shown === "yes", setIsShown: (next: boolean) => setShown(next ? "yes" : "") };
}

/** Whether the standing rule of the mesh holds; opens what the answer rests on. */
export const InvariantToggle = memo(function InvariantToggle() {
  const { query, isShown, setIsShown } = useInvariant();
  const { data } = query;
  if (!data && !query.error) return <Skeleton className="h-6 w-44" />;
  return (
    <button
      type="button"
      aria-expanded={isShown}
      title={data ? headline(data) : INVARIANT_RULE}
      onClick={() => setIsShown(!isShown)}
      className="inline-flex min-h-6 items-center gap-2 rounded-md px-1 text-sm text-muted hover:bg-hover"
    >
      Standing rule
      {data ? <InvariantBadge answer={data.answer} /> : <Badge tone="bad">Could not be read</Badge>}
      <ChevronDown aria-hidden className={cn("size-3.5 transition-transform", isShown && "rotate-180")} />
    </button>
  );
});

export const InvariantEvidence = memo(function InvariantEvidence() {
  const { query, isShown, setIsShown } = useInvariant();
  const { data, error } = query;
  if (!isShown) return null;
  return (
    <Panel
      title="Standing rule"
      description={INVARIANT_RULE}
      className="mb-4"
      actions={
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Close the standing rule"
          onClick={() => setIsShown(false)}
        >
          <X aria-hidden />
        </Button>
      }
    >
      {!data &&
        (error ? <p className="text-down">{sentenceOf(error)}</p> : <SkeletonRows rows={3} columns={2} />)}
      {data && (
        <>
          <div className="grid gap-4 md:grid-cols-2">
            <Half
              title="Clear text between places"
              half={data.clearText}
              sentence={clearTextSentence(data.clearText)}
            />
            <Half
              title="One name, one admin network"
              half={data.adminNetwork}
              sentence={adminNetworkSentence(data.adminNetwork)}
            />
          </div>
          {data.missing.length > 0 && <Missing missing={data.missing} />}
          <p className="mt-3 text-sm text-subtle">
            Judged <Age at={data.builtAt} />.
          </p>
        </>
      )}
    </Panel>
  );
});

function headline({ clearText, adminNetwork, answer }: Invariant): string {
  const halves = [
    { half: clearText, sentence: clearTextSentence(clearText) },
    { half: adminNetwork, sentence: adminNetworkSentence(adminNetwork) },
  ];
  return halves
    .filter(({ half }) => half.answer === answer)
    .map(({ sentence }) => sentence)
    .join(" ");
}

function Half({ title, half, sentence }: { title: string; half: InvariantHalf; sentence: string }) {
  const more = half.placeCount - half.places.length;
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="flex flex-wrap items-center gap-2 font-medium">
        {title}
        <InvariantBadge answer={half.answer} />
      </h3>
      <p className="mt-1 text-muted">{sentence}</p>
      {half.places.length > 0 && (
        <ul className="mt-2 grid gap-1.5">
          {half.places.map((place) => (
            <li key={place.id}>
              <Place place={place} />
            </li>
          ))}
          {more > 0 && (
            <li className="text-sm text-muted">And {more} more; the matrix of the mesh shows all.</li>
          )}
        </ul>
      )}
    </section>
  );
}

function Place({
  place: { id, pdcLabels, brokenCount, unknownCount, examples },
}: {
  place: InvariantHalf["places"][number];
}) {
  const [a = "", b = ""] = id.split(",");
  const selected = a === b ? `pdc/${a}` : `pdc-link/${id}`;
  return (
    <>
      <Link
        href={`/mesh?standing=yes&mode=path&selected=${encodeURIComponent(selected)}`}
        prefetch={false}
        className="font-medium hover:underline"
      >
        {a === b ? pdcLabels[0] : pdcLabels.join(" – ")}
      </Link>{" "}
      <span className="text-sm text-muted tabular-nums">
        {[brokenCount > 0 && `${brokenCount} broken`, unknownCount > 0 && `${unknownCount} not known`]
          .filter(Boolean)
          .join(", ")}
      </span>
      {examples.length > 0 && (
        <span className="block text-sm text-subtle">
          {examples.map((pair, position) => (
            <span key={pair.id}>
              {position > 0 && ", "}
              <Link
                href={`/mesh?standing=yes&mode=path&selected=${encodeURIComponent(`link/${pair.id}`)}`}
                prefetch={false}
                className="hover:underline"
              >
                {pair.hostnames.join(" and ")}
              </Link>
            </span>
          ))}
        </span>
      )}
    </>
  );
}

function Missing({ missing }: { missing: readonly MissingFacts[] }) {
  return (
    <section className="mt-4">
      <h3 className="font-medium">Facts that are missing</h3>
      <ul className="mt-1 grid gap-1">
        {missing.map(({ reason, nodeCount, nodes }) => (
          <li key={reason} className="text-muted">
            {nodeCount === 1 ? "1 node" : `${formatCount(nodeCount)} nodes`} {MISSING_WORDS[reason]}:{" "}
            {nodes.map(({ id, hostname }, position) => (
              <span key={id}>
                {position > 0 && ", "}
                <Link href={`/nodes/${id}`} prefetch={false} className="text-accent-ink hover:underline">
                  {hostname}
                </Link>
              </span>
            ))}
            {nodeCount > nodes.length && ` and ${formatCount(nodeCount - nodes.length)} more`}
          </li>
        ))}
      </ul>
    </section>
  );
}
