import type { HealthState } from "#server/domain/health.ts";
import { StateGlyph, STATE_WORDS } from "../../ui/state-glyph.tsx";
import type { RouterOutputs } from "../../trpc/trpc.ts";
import { LookGlyph } from "../look-glyph.tsx";
import { layOutSmall } from "../mesh-layout.ts";

export type VdcMesh = RouterOutputs["mesh"]["getForVdc"];

const LINE_CLASSES: Record<HealthState, string> = {
  up: "stroke-up-glyph",
  degraded: "stroke-degraded-glyph",
  down: "stroke-down-glyph",
  stale: "stroke-stale-glyph",
  unknown: "stroke-unknown-glyph",
};
const DASHES: Record<HealthState, string | undefined> = {
  up: undefined,
  degraded: "9 5",
  down: "2 5",
  stale: "16 8",
  unknown: "2 6",
};
const MARGIN = 24;

/** A picture of a few PDCs; all it says stands in the tables below it. */
export function VdcPicture({ mesh }: { mesh: VdcMesh }) {
  const { pdcs, paths, networks } = mesh;
  const { boxByPdcId } = layOutSmall(
    pdcs.map(({ id }) => ({ id, nodeIds: [], nodeCount: 0, isNamed: true })),
    new Map(),
  );
  const boxes = [...boxByPdcId.values()];
  const left = Math.min(...boxes.map(({ x, width }) => x - width / 2)) - MARGIN;
  const right = Math.max(...boxes.map(({ x, width }) => x + width / 2)) + MARGIN;
  const top = Math.min(...boxes.map(({ y, height }) => y - height / 2)) - MARGIN;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height / 2)) + MARGIN;
  const nameById = new Map(networks.map(({ id, name }) => [id, name]));
  return (
    <div aria-hidden className="overflow-x-auto bg-canvas">
      <div className="relative mx-auto" style={{ width: right - left, height: bottom - top }}>
        <svg
          viewBox={`${left} ${top} ${right - left} ${bottom - top}`}
          className="absolute inset-0 size-full"
        >
          {paths.map(({ id, pdcIds, state }) => {
            const [from, to] = pdcIds.map((pdcId) => boxByPdcId.get(pdcId));
            return (
              from &&
              to && (
                <line
                  key={id}
                  x1={from.x}
                  y1={from.y}
                  x2={to.x}
                  y2={to.y}
                  strokeWidth={4}
                  strokeDasharray={DASHES[state]}
                  className={LINE_CLASSES[state]}
                />
              )
            );
          })}
        </svg>
        {paths.map(({ id, pdcIds, state, effectiveMtuBytes }) => {
          const [from, to] = pdcIds.map((pdcId) => boxByPdcId.get(pdcId));
          if (!from || !to) return null;
          return (
            <span
              key={id}
              style={{ left: (from.x + to.x) / 2 - left, top: (from.y + to.y) / 2 - top }}
              className="absolute inline-flex h-6 -translate-1/2 items-center gap-1.5 rounded-full border border-line-strong bg-raised px-2 text-sm whitespace-nowrap tabular-nums"
            >
              <LookGlyph look={state} />
              {effectiveMtuBytes ?? STATE_WORDS[state]}
            </span>
          );
        })}
        {pdcs.map(({ id, label, state, networkIds }) => {
          const box = boxByPdcId.get(id);
          if (!box) return null;
          return (
            <div
              key={id}
              style={{ left: box.x - left, top: box.y - top, width: box.width, height: box.height }}
              className="absolute flex -translate-1/2 flex-col justify-center rounded-xl border border-line-strong bg-surface px-3 shadow-sm"
            >
              <span className="flex items-center gap-1.5 font-semibold">
                <StateGlyph state={state ?? "unknown"} />
                <span className="truncate">{label}</span>
              </span>
              <span className="truncate text-sm text-muted">
                {networkIds.map((networkId) => nameById.get(networkId)).join(", ")}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
