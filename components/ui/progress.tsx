"use client";

import { Progress as Primitive } from "radix-ui";
import { cn } from "./cn.ts";

export type ProgressProps = {
  label: string;
  done: number;
  total: number;
  /** Part of `done` that failed. */
  failed?: number;
  className?: string;
};

export function Progress({ label, done, total, failed = 0, className }: ProgressProps) {
  const share = (count: number) => (total > 0 ? `${(100 * count) / total}%` : "0%");
  return (
    <Primitive.Root
      value={Math.min(done, total)}
      max={Math.max(total, 1)}
      aria-label={label}
      getValueLabel={() => `${done} of ${total}${failed > 0 ? `, ${failed} failed` : ""}`}
      className={cn("flex h-1.5 w-full overflow-hidden rounded-full bg-hover", className)}
    >
      <Primitive.Indicator
        style={{ width: share(done - failed) }}
        className="h-full bg-accent transition-[width] duration-300"
      />
      <span
        style={{ width: share(failed) }}
        className="h-full bg-down-glyph transition-[width] duration-300"
      />
    </Primitive.Root>
  );
}
