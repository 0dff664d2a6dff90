import { type State, StateGlyph } from "../ui/state-glyph.tsx";

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

type SketchedPdc = { id: string; label: string; state: State | null };
/** Worst first. */
type SketchedLink = { id: string; pdcIds: readonly [string, string]; state: State | null };

/** PDCs on an ellipse and the lines between them: a small picture of what stands beside it in words. */
export function MeshSketch({
  pdcs,
  links,
}: {
  pdcs: readonly SketchedPdc[];
  links: readonly SketchedLink[];
}) {
  const placeById = new Map(pdcs.map(({ id }, position) => [id, placeOf(position, pdcs.length)]));
  const worstLast = links.toReversed();
  return (
    <div aria-hidden className="relative shrink-0" style={{ width: SIZE.width, height: SIZE.height }}>
      <svg viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} className="absolute inset-0 size-full">
        {worstLast.map(({ id, pdcIds: [a, b], state: known }) => {
          const [from, to] = [placeById.get(a), placeById.get(b)];
          const state = known ?? "unknown";
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
      {pdcs.map(({ id, label, state }) => {
        const place = placeById.get(id);
        return (
          <span
            key={id}
            title={label}
            className="absolute grid size-6 -translate-1/2 place-items-center rounded-full border border-line-strong bg-raised"
            style={{ left: place?.x, top: place?.y }}
          >
            <StateGlyph state={state ?? "unknown"} />
          </span>
        );
      })}
    </div>
  );
}

/** On an ellipse, the first at the top; two stand side by side. */
function placeOf(position: number, count: number): { x: number; y: number } {
  const first = count === 2 ? Math.PI : -Math.PI / 2;
  const angle = (position / count) * 2 * Math.PI + first;
  const reach = count === 1 ? 0 : 1;
  return {
    x: SIZE.width / 2 + Math.cos(angle) * SIZE.radiusX * reach,
    y: SIZE.height / 2 + Math.sin(angle) * SIZE.radiusY * reach,
  };
}
