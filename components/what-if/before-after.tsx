import { MoveRight } from "lucide-react";
import { Panel } from "../ui/panel.tsx";
import type { Answer } from "./use-what-if.ts";

type Side = Answer["picture"]["before"];
type Protection = Side["links"][number]["protection"];

const SIZE = { width: 320, height: 190, radiusX: 112, radiusY: 62, box: { width: 84, height: 34 } };
const LOOKS: Record<Protection, { stroke: string; dash?: string; word: string }> = {
  encrypted: { stroke: "stroke-up-glyph", word: "encrypted" },
  intended: { stroke: "stroke-unknown-glyph", dash: "6 4", word: "IPsec meant, not proved" },
  inside: { stroke: "stroke-line-strong", word: "plain VXLAN" },
  uncovered: { stroke: "stroke-down-glyph", dash: "8 3", word: "not covered by IPsec" },
  "clear-text": { stroke: "stroke-down-glyph", word: "clear text" },
  unknown: { stroke: "stroke-unknown-glyph", dash: "1 4", word: "not known" },
};

/** The PDCs touched, as they are and as they would be; the same is said in words beneath. */
export function BeforeAfter({ answer: { picture } }: { answer: Answer }) {
  const { before, after, morePdcCount } = picture;
  const ids = [...new Set([...before.pdcs, ...after.pdcs].map(({ id }) => id))];
  if (ids.length === 0) return null;
  return (
    <Panel title="PDCs touched" description={morePdcCount > 0 ? `And ${morePdcCount} more.` : undefined}>
      <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2">
        <Half title="Now" side={before} ids={ids} />
        <MoveRight aria-hidden className="size-5 text-subtle max-sm:rotate-90" />
        <Half title="Then" side={after} ids={ids} />
      </div>
    </Panel>
  );
}

function Half({ title, side, ids }: { title: string; side: Side; ids: readonly string[] }) {
  const placeById = new Map(ids.map((id, position) => [id, placeOf(position, ids.length)]));
  return (
    <figure className="min-w-0">
      <figcaption className="text-center text-sm font-medium text-muted">{title}</figcaption>
      <p className="sr-only">{wordsOf(side)}</p>
      <svg aria-hidden viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} className="w-80 max-w-full">
        {side.links.map(({ pdcIds: [a, b], protection }) => {
          const [from, to] = [placeById.get(a), placeById.get(b)];
          const { stroke, dash } = LOOKS[protection];
          return (
            from &&
            to && (
              <line
                key={`${a} ${b}`}
                x1={from.x}
                y1={from.y}
                x2={to.x}
                y2={to.y}
                strokeWidth={2.5}
                strokeDasharray={dash}
                className={stroke}
              />
            )
          );
        })}
        {side.pdcs.map(({ id, label, nodeCount }) => {
          const place = placeById.get(id);
          return (
            place && (
              <g key={id} transform={`translate(${place.x} ${place.y})`}>
                <rect
                  x={-SIZE.box.width / 2}
                  y={-SIZE.box.height / 2}
                  width={SIZE.box.width}
                  height={SIZE.box.height}
                  rx={7}
                  className="fill-raised stroke-line-strong"
                />
                <text textAnchor="middle" y={-2} className="fill-ink text-[11px] font-medium">
                  {label.length > 13 ? `${label.slice(0, 12)}…` : label}
                </text>
                <text textAnchor="middle" y={11} className="fill-muted text-[10px]">
                  {nodeCount === 1 ? "1 node" : `${nodeCount} nodes`}
                </text>
              </g>
            )
          );
        })}
      </svg>
      <p aria-hidden className="text-center text-sm text-subtle">
        {captionOf(side)}
      </p>
    </figure>
  );
}

function captionOf({ links, isInside }: Side): string {
  const words = links.map(({ protection }) => LOOKS[protection].word);
  return [...new Set([...words, ...(isInside ? ["plain VXLAN inside"] : [])])].join(", ");
}

function wordsOf({ pdcs, links }: Side): string {
  const labelById = new Map(pdcs.map(({ id, label }) => [id, label]));
  const places = pdcs.map(
    ({ label, nodeCount }) => `${label} with ${nodeCount} ${nodeCount === 1 ? "node" : "nodes"}`,
  );
  const told = links.map(
    ({ pdcIds: [a, b], protection }) =>
      `${labelById.get(a) ?? ""} to ${labelById.get(b) ?? ""} ${LOOKS[protection].word}`,
  );
  return `${[...places, ...told].join(", ")}.`;
}

/** On an ellipse, the first at the left. */
function placeOf(position: number, count: number): { x: number; y: number } {
  const angle = Math.PI + (position / count) * 2 * Math.PI;
  const reach = count === 1 ? 0 : 1;
  return {
    x: SIZE.width / 2 + Math.cos(angle) * SIZE.radiusX * reach,
    y: SIZE.height / 2 + Math.sin(angle) * SIZE.radiusY * reach,
  };
}
