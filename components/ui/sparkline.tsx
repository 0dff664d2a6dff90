import { cn } from "./cn.ts";
import { sparklinePoints } from "./sparkline-points.ts";

const WIDTH = 160;
const HEIGHT = 32;

export type SparklineProps = {
  /** Oldest first. */
  values: readonly number[];
  /** A line at the top of the picture: what the values are measured against. */
  max: number;
  /** The same in words. */
  label: string;
  className?: string;
};

/** How a number went, in a line's height. */
export function Sparkline({ values, max, label, className }: SparklineProps) {
  const points = sparklinePoints(values, { max, width: WIDTH, height: HEIGHT });
  const line = points.map(([x, y]) => `${x},${y}`).join(" ");
  return (
    <span title={label} className={cn("inline-block h-8 w-40 shrink-0", className)}>
      <span className="sr-only">{label}</span>
      <svg
        aria-hidden
        viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`}
        preserveAspectRatio="none"
        className="size-full"
      >
        <line x1={0} x2={WIDTH} y1={0} y2={0} className="stroke-line-strong" strokeDasharray="3 3" />
        <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} className="stroke-line" />
        <polygon points={`0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}`} className="fill-accent-soft" />
        <polyline
          points={line}
          className="fill-none stroke-accent"
          strokeWidth={1.5}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </span>
  );
}
