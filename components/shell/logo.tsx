/** The mark and the name; the name alone is read out. */
export function Logo() {
  return (
    <span className="flex items-center gap-2">
      <svg viewBox="0 0 32 32" aria-hidden className="size-6">
        <rect width="32" height="32" rx="8" className="fill-accent" />
        <path
          d="M10 11.5h12M9.5 12.5l5.7 9.1m7.3-9.1-5.7 9.1"
          className="stroke-on-accent/70"
          strokeWidth="2"
          strokeLinecap="round"
        />
        <g className="fill-on-accent">
          <circle cx="9" cy="11" r="3.4" />
          <circle cx="23" cy="11" r="3.4" />
          <circle cx="16" cy="23" r="3.4" />
        </g>
      </svg>
      <span className="text-lg font-semibold tracking-tight">Overmesh</span>
    </span>
  );
}
