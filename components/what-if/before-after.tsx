import { MoveRight } from "lucide-react";
import { Panel } from "../ui/panel.tsx";
import type { Answer } from "./use-what-if.ts";

type Side = Answer["picture"]["before"];
type Protection = Side["links"][number]["protection"];

const SIZE = { width: 320, radiusX: 108, radiusY: 62, margin: 20, box: { width: 100, height: 34 } };
const LABEL_LENGTH_MAX = 15;
const LOOKS: Record<Protection, { stroke: string; dash?: string; word: string }> = {
  encrypted: { stroke: "stroke-up-glyph", word: "encrypted" },
  intended: { stroke: "stroke-unknown-glyph", dash: "6 4", word: "IPsec meant, not proved" },
  inside: { stroke: "stroke-line-strong", word: "plain VXLAN" },
  uncovered: { stroke: "stroke-down-glyph", dash: "8 3", word: "not covered by IPsec" },
  "clear-text": { stroke: "stroke-down-glyph", dash: "2 2", word: "clear text" },
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
      <Legend sides={[before, after]} />
    </Panel>
  );
}

function Half({ title, side, ids }: { title: string; side: Side; ids: readonly string[] }) {
  const placeById = new Map(ids.map((id, position) => [id, placeOf(position, ids.length)]));
  const heights = [...placeById.values()].map(({ y }) => y);
  const top = Math.min(...heights) - SIZE.margin;
  const height = Math.max(...heights) + SIZE.margin - top;
  return (
    <figure className="min-w-0">
      <figcaption className="text-center text-sm font-medium text-muted">{title}</figcaption>
      <p className="sr-only">{wordsOf(side)}</p>
      <svg aria-hidden viewBox={`0 ${top} ${SIZE.width} ${height}`} className="mt-2 w-80 max-w-full">
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
                  {label.length > LABEL_LENGTH_MAX ? `${label.slice(0, LABEL_LENGTH_MAX - 1)}…` : label}
                  <title>{label}</title>
                </text>
                <text textAnchor="middle" y={11} className="fill-muted text-[10px]">
                  {nodeCount === 1 ? "1 node" : `${nodeCount} nodes`}
                </text>
              </g>
            )
          );
        })}
      </svg>
    </figure>
  );
}

/** What the lines mean; whoever hears the page is told of each link instead. */
function Legend({ sides }: { sides: readonly Side[] }) {
  const used = new Set(sides.flatMap(({ links }) => links.map(({ protection }) => protection)));
  // Of a record one gets plain strings; these are its keys.
  const shown = (Object.keys(LOOKS) as Protection[]).filter((protection) => used.has(protection));
  if (shown.length === 0) return null;
  return (
    <ul aria-hidden className="mt-3 flex flex-wrap justify-center gap-x-5 gap-y-1 text-sm text-muted">
      {shown.map((protection) => {
        const { stroke, dash, word } = LOOKS[protection];
        return (
          <li key={protection} className="flex items-center gap-2">
            <svg viewBox="0 0 26 4" className="h-1 w-6.5">
              <line x2={26} y1={2} y2={2} strokeWidth={2.5} strokeDasharray={dash} className={stroke} />
            </svg>
            {word}
          </li>
        );
      })}
    </ul>
  );
}

function wordsOf({ pdcs, links, isInside }: Side): string {
  const labelById = new Map(pdcs.map(({ id, label }) => [id, label]));
  const places = pdcs.map(
    ({ label, nodeCount }) => `${label} with ${nodeCount} ${nodeCount === 1 ? "node" : "nodes"}`,
  );
  const told = links.map(
    ({ pdcIds: [a, b], protection }) =>
      `${labelById.get(a) ?? ""} to ${labelById.get(b) ?? ""} ${LOOKS[protection].word}`,
  );
  const inside = isInside ? ["plain VXLAN inside"] : [];
  return `${[...places, ...told, ...inside].join(", ")}.`;
}

/** On an ellipse, the first at the left. */
function placeOf(position: number, count: number): { x: number; y: number } {
  const angle = Math.PI + (position / count) * 2 * Math.PI;
  const reach = count === 1 ? 0 : 1;
  return {
    x: SIZE.width / 2 + Math.cos(angle) * SIZE.radiusX * reach,
    y: Math.sin(angle) * SIZE.radiusY * reach,
  };
}
