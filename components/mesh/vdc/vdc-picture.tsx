"use client";

import { RotateCcw } from "lucide-react";
import { type PointerEvent, useState } from "react";
import type { HealthState } from "#server/domain/health.ts";
import { StateGlyph, STATE_WORDS } from "../../ui/state-glyph.tsx";
import type { RouterOutputs } from "../../trpc/trpc.ts";
import { LookGlyph } from "../look-glyph.tsx";
import { Button } from "../../ui/button.tsx";
import { cn } from "../../ui/cn.ts";
import { useKeptPlaces } from "../kept-places.ts";
import { type Box, chipPoint, layOutColumn, layOutSmall, type Point } from "../mesh-layout.ts";
import { ROOMY, useMedia } from "../use-media.ts";

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
/** About as large as a state's glyph with an MTU or a word. */
const CHIP = { width: 84, height: 24 };
/** Less is a hand that is not quite still. */
const DRAG_PIXELS_MIN = 4;

type Drag = { pdcId: string; from: Point; shift: Point };

/** A picture of a few PDCs, which may be moved where there is room; all it says stands in the tables below it. */
export function VdcPicture({ mesh, vdcId }: { mesh: VdcMesh; vdcId: string }) {
  const { pdcs, paths, networks } = mesh;
  const { kept, keep, forgetAll } = useKeptPlaces("small", vdcId);
  const [drag, setDrag] = useState<Drag | null>(null);
  const isRoomy = useMedia(ROOMY);
  const boxByPdcId = isRoomy
    ? layOutSmall(
        pdcs.map(({ id }) => ({ id, nodeIds: [], nodeCount: 0, isNamed: true })),
        kept,
      ).boxByPdcId
    : layOutColumn(pdcs.map(({ id }) => id));
  const pull = ({ clientX, clientY }: PointerEvent) =>
    drag && setDrag({ ...drag, shift: { x: clientX - drag.from.x, y: clientY - drag.from.y } });
  const drop = () => {
    const box = drag && boxByPdcId.get(drag.pdcId);
    const hasMoved = drag !== null && Math.hypot(drag.shift.x, drag.shift.y) > DRAG_PIXELS_MIN;
    if (box && hasMoved) {
      keep(drag.pdcId, { x: Math.round(box.x + drag.shift.x), y: Math.round(box.y + drag.shift.y) });
    }
    setDrag(null);
  };
  const boxes = [...boxByPdcId.values()];
  const left = Math.min(...boxes.map(({ x, width }) => x - width / 2)) - MARGIN;
  const right = Math.max(...boxes.map(({ x, width }) => x + width / 2)) + MARGIN;
  const top = Math.min(...boxes.map(({ y, height }) => y - height / 2)) - MARGIN;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height / 2)) + MARGIN;
  /** Lines follow what is being dragged. */
  const boxOf = (pdcId: string) => {
    const box = boxByPdcId.get(pdcId);
    if (!box || drag?.pdcId !== pdcId) return box;
    return { ...box, x: box.x + drag.shift.x, y: box.y + drag.shift.y };
  };
  const taken: Box[] = [...boxByPdcId.values()];
  const chipPointById = new Map(
    paths.flatMap(({ id, pdcIds }) => {
      const [from, to] = pdcIds.map(boxOf);
      if (!from || !to) return [];
      const point = chipPoint(from, to, CHIP, taken);
      taken.push({ ...point, ...CHIP });
      return [[id, point] as const];
    }),
  );
  const nameById = new Map(networks.map(({ id, name }) => [id, name]));
  return (
    <div className="relative bg-canvas">
      <div aria-hidden className="overflow-x-auto">
        <div className="relative mx-auto" style={{ width: right - left, height: bottom - top }}>
          <svg
            viewBox={`${left} ${top} ${right - left} ${bottom - top}`}
            className="absolute inset-0 size-full"
          >
            {paths.map(({ id, pdcIds, state }) => {
              const [from, to] = pdcIds.map(boxOf);
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
          {paths.map(({ id, state, effectiveMtuBytes }) => {
            const point = chipPointById.get(id);
            if (!point) return null;
            return (
              <span
                key={id}
                style={{ left: point.x - left, top: point.y - top }}
                className="absolute inline-flex h-6 -translate-1/2 items-center gap-1.5 rounded-full border border-line-strong bg-raised px-2 text-sm whitespace-nowrap tabular-nums"
              >
                <LookGlyph look={state} />
                {effectiveMtuBytes ?? STATE_WORDS[state]}
              </span>
            );
          })}
          {pdcs.map(({ id, label, state, networkIds }) => {
            const box = boxOf(id);
            if (!box) return null;
            return (
              <div
                key={id}
                style={{
                  left: box.x - left,
                  top: box.y - top,
                  width: box.width,
                  height: box.height,
                }}
                onPointerDown={(event) => {
                  if (!isRoomy) return;
                  event.currentTarget.setPointerCapture(event.pointerId);
                  setDrag({ pdcId: id, from: { x: event.clientX, y: event.clientY }, shift: { x: 0, y: 0 } });
                }}
                onPointerMove={pull}
                onPointerUp={drop}
                onPointerCancel={() => setDrag(null)}
                className={cn(
                  "absolute flex -translate-1/2 flex-col justify-center rounded-xl border border-line-strong bg-surface px-3 shadow-sm",
                  isRoomy && "cursor-grab touch-none",
                )}
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
      {isRoomy && kept.size > 0 && (
        <Button size="sm" onClick={forgetAll} className="absolute right-3 bottom-3">
          <RotateCcw aria-hidden /> Put moved PDCs back
        </Button>
      )}
    </div>
  );
}
