import { cn } from "./cn.ts";

type Share = { id: string; count: number; fill: string };

/** Shares of a whole as one bar, which only repeats what stands beside it in words. */
export function ShareBar({ shares, className }: { shares: readonly Share[]; className?: string }) {
  return (
    <span aria-hidden className={cn("flex h-2 gap-0.5 overflow-hidden rounded-full", className)}>
      {shares
        .filter(({ count }) => count > 0)
        .map(({ id, count, fill }) => (
          <span key={id} className={cn("min-w-1", fill)} style={{ flex: count }} />
        ))}
    </span>
  );
}
