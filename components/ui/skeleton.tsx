import { cn } from "./cn.ts";

/** A grey stand-in of the size of what is coming. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("h-4 animate-pulse rounded-sm bg-hover", className)} />;
}

/** Rows of a table that is on its way. */
export function SkeletonRows({ rows = 8, columns = 4 }: { rows?: number; columns?: number }) {
  return (
    <div aria-hidden className="divide-y divide-line">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-9 items-center gap-6 px-3">
          {Array.from({ length: columns }, (_, column) => (
            <Skeleton
              key={column}
              className={cn(
                "h-3 flex-1",
                column === 0 ? "max-w-48" : "max-w-28",
                (row + column) % 3 === 0 && "max-w-20",
              )}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
