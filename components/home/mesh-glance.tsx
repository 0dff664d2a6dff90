"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { HEALTH_STATES } from "#server/domain/health.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Panel } from "../ui/panel.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { type State, STATE_WORDS, StateGlyph } from "../ui/state-glyph.tsx";

type Summary = RouterOutputs["mesh"]["summary"];

const WORST_PAIRS_MAX = 4;
/** Nodes without a PDC's name are shown together, and are no PDC. */
const GATHERED_IDS: ReadonlySet<string> = new Set(["no-name", "unread"]);
const SIZE = { width: 240, height: 150, radiusX: 88, radiusY: 52 };
const STROKES: Record<State, string> = {
  up: "stroke-line-strong",
  degraded: "stroke-degraded-glyph",
  down: "stroke-down-glyph",
  stale: "stroke-stale-glyph",
  unknown: "stroke-unknown-glyph",
};
/** As in the large picture. */
const DASHES: Partial<Record<State, string>> = {
  degraded: "6 3",
  down: "2 4",
  stale: "10 5",
  unknown: "1 4",
};

/** The mesh in a small picture, and the same in words. */
export function MeshGlance() {
  const summary = useQuery(useTRPC().mesh.summary.queryOptions());
  const mesh = summary.data;
  return (
    <Panel
      title="Mesh"
      actions={
        <Link href="/mesh" prefetch={false} className="text-sm text-accent-ink hover:underline">
          Open the mesh
        </Link>
      }
    >
      {!mesh &&
        (summary.error ? (
          <p className="text-down">{sentenceOf(summary.error)}</p>
        ) : (
          <Skeleton className="h-36 w-full" />
        ))}
      {mesh && (
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <Picture mesh={mesh} />
          <Words mesh={mesh} />
        </div>
      )}
    </Panel>
  );
}

function Picture({ mesh: { pdcs, pdcLinks } }: { mesh: Summary }) {
  const placeById = new Map(pdcs.map(({ id }, position) => [id, placeOf(position, pdcs.length)]));
  const worstLast = pdcLinks.toReversed();
  return (
    <div aria-hidden className="relative shrink-0" style={{ width: SIZE.width, height: SIZE.height }}>
      <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} className="absolute inset-0 size-full">
        {worstLast.map(({ id, pdcIds: [a, b], worstState }) => {
          const [from, to] = [placeById.get(a), placeById.get(b)];
          const state = worstState ?? "unknown";
          return (
            from &&
            to && (
              <line
                key={id}
                x1={from.x}
                y1={from.y}
                x2={to.x}
                y2={to.y}
                strokeWidth={state === "down" ? 2.5 : 1.5}
                strokeDasharray={DASHES[state]}
                className={STROKES[state]}
              />
            )
          );
        })}
      </svg>
      {pdcs.map(({ id, label, worstNodeState }) => {
        const place = placeById.get(id);
        return (
          <span
            key={id}
            title={label}
            className="absolute grid size-6 -translate-1/2 place-items-center rounded-full border border-line-strong bg-raised"
            style={{ left: place?.x, top: place?.y }}
          >
            <StateGlyph state={worstNodeState ?? "unknown"} />
          </span>
        );
      })}
    </div>
  );
}

/** On an ellipse, the first at the top. */
function placeOf(position: number, count: number): { x: number; y: number } {
  const angle = (position / count) * 2 * Math.PI - Math.PI / 2;
  const reach = count === 1 ? 0 : 1;
  return {
    x: SIZE.width / 2 + Math.cos(angle) * SIZE.radiusX * reach,
    y: SIZE.height / 2 + Math.sin(angle) * SIZE.radiusY * reach,
  };
}

function Words({ mesh }: { mesh: Summary }) {
  const { pdcs, morePdcCount, nodeCount, links, pdcLinks, builtAt } = mesh;
  const labelById = new Map(pdcs.map(({ id, label }) => [id, label]));
  const bad = pdcLinks.filter(({ worstState }) => worstState !== "up");
  const states = HEALTH_STATES.filter((state) => links.countByState[state] > 0);
  const told = (count: number, one: string) =>
    count === 1 ? `1 ${one}` : `${count.toLocaleString("en")} ${one}s`;
  const pdcCount = pdcs.filter(({ id }) => !GATHERED_IDS.has(id)).length + morePdcCount;
  return (
    <div className="min-w-52 flex-1">
      <p>
        {told(pdcCount, "PDC")}, {told(nodeCount, "node")}, {told(links.linkCount, "link")}
        {states.length > 0 &&
          `: ${states.map((state) => `${links.countByState[state].toLocaleString("en")} ${STATE_WORDS[state].toLowerCase()}`).join(", ")}`}
        .
      </p>
      {bad.length === 0 ? (
        <p className="mt-1 text-muted">
          {pdcLinks.length > 0 ? "Every pair of PDCs is up." : "No pair of PDCs is linked."}
        </p>
      ) : (
        <ul aria-label="Pairs of PDCs that need a look" className="mt-1.5 flex flex-col gap-1">
          {bad.slice(0, WORST_PAIRS_MAX).map(({ id, pdcIds, worstState }) => (
            <li key={id} className="flex items-center gap-2">
              <StateGlyph state={worstState ?? "unknown"} />
              <Link
                href={`/mesh?selected=${encodeURIComponent(`pdc-link/${id}`)}`}
                prefetch={false}
                className="min-w-0 truncate font-medium hover:underline"
              >
                {pdcIds.map((pdcId) => labelById.get(pdcId)).join(" – ")}
              </Link>
              <span className="text-sm text-muted">{STATE_WORDS[worstState ?? "unknown"].toLowerCase()}</span>
            </li>
          ))}
          {bad.length > WORST_PAIRS_MAX && (
            <li className="text-sm text-muted">and {bad.length - WORST_PAIRS_MAX} more</li>
          )}
        </ul>
      )}
      <p className="mt-1.5 text-sm text-subtle">
        Judged <Age at={builtAt} />.
      </p>
    </div>
  );
}
