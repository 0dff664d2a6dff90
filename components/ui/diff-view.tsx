import { cn } from "./cn.ts";

export type DiffLine = { kind: "added" | "removed" | "same"; text: string };

const LOOKS = {
  added: { sign: "+", word: "added: ", className: "bg-up-soft text-up" },
  removed: { sign: "−", word: "removed: ", className: "bg-down-soft text-down" },
  same: { sign: " ", word: "", className: "text-muted" },
} as const;

/** Before and after as lines with their signs; the sign, not the color, tells. */
export function DiffView({
  lines,
  label,
  className,
}: {
  lines: readonly DiffLine[];
  label: string;
  className?: string;
}) {
  return (
    <figure className={cn("overflow-hidden rounded-lg border border-line bg-sunken", className)}>
      <figcaption className="border-b border-line px-3 py-1.5 text-sm text-muted">{label}</figcaption>
      <section
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="max-h-96 overflow-auto py-1 font-mono text-sm leading-5 focus-visible:-outline-offset-2"
      >
        {lines.map(({ kind, text }, index) => (
          <div key={index} className={cn("flex w-max min-w-full px-3", LOOKS[kind].className)}>
            <span aria-hidden className="w-5 shrink-0 select-none">
              {LOOKS[kind].sign}
            </span>
            <span className="sr-only">{LOOKS[kind].word}</span>
            <span className="whitespace-pre">{text}</span>
          </div>
        ))}
      </section>
    </figure>
  );
}
