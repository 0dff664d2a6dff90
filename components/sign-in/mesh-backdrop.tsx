const POINTS = [
  [90, 120],
  [250, 60],
  [210, 250],
  [430, 160],
  [620, 70],
  [700, 250],
  [560, 360],
  [330, 400],
  [120, 420],
  [860, 130],
  [900, 360],
  [740, 460],
] as const;

const LINES = [
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 3],
  [3, 4],
  [4, 5],
  [3, 6],
  [5, 6],
  [6, 7],
  [2, 7],
  [7, 8],
  [2, 8],
  [4, 9],
  [5, 9],
  [9, 10],
  [5, 10],
  [10, 11],
  [6, 11],
] as const;

/** Decoration only: a quiet mesh that fades out behind the form. */
export function MeshBackdrop() {
  return (
    <svg
      aria-hidden
      viewBox="0 0 990 520"
      preserveAspectRatio="xMidYMid slice"
      className="pointer-events-none fixed inset-0 size-full mask-radial-from-20% mask-radial-to-85%"
    >
      <g className="stroke-line-strong" strokeWidth="1">
        {LINES.map(([from, to]) => (
          <line
            key={`${from}-${to}`}
            x1={POINTS[from][0]}
            y1={POINTS[from][1]}
            x2={POINTS[to][0]}
            y2={POINTS[to][1]}
          />
        ))}
      </g>
      <g className="fill-canvas stroke-line-strong" strokeWidth="1.5">
        {POINTS.map(([x, y]) => (
          <circle key={`${x}-${y}`} cx={x} cy={y} r="5" />
        ))}
      </g>
    </svg>
  );
}
