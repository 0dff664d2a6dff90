"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { HEALTH_STATES } from "#server/domain/health.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Panel } from "../ui/panel.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { STATE_WORDS, StateGlyph } from "../ui/state-glyph.tsx";
import { MeshSketch } from "./mesh-sketch.tsx";

type Summary = RouterOutputs["mesh"]["summary"];

const WORST_PAIRS_MAX = 4;
/** Nodes without a PDC's name are shown together, and are no PDC. */
const GATHERED_IDS: ReadonlySet<string> = new Set(["no-name", "unread"]);
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
          <MeshSketch
            pdcs={mesh.pdcs.map(({ id, label, worstNodeState }) => ({ id, label, state: worstNodeState }))}
            links={mesh.pdcLinks.map(({ id, pdcIds, worstState }) => ({ id, pdcIds, state: worstState }))}
          />
          <Words mesh={mesh} />
        </div>
      )}
    </Panel>
  );
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
