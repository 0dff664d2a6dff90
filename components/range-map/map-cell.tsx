import { Check } from "lucide-react";
import { memo } from "react";
import { ID_STATES, type IdState, type MapCell } from "#server/domain/range-map.ts";
import { cn } from "../ui/cn.ts";
import { STATE_FILLS } from "./state-fill.ts";

export type MapCellLook = {
  /** null while it is not known. */
  counts: MapCell["counts"] | null;
  /** Of a single id, its last two digits. */
  digits: string | null;
  isChosen: boolean;
  isMarked: boolean;
  /** The chosen id is one of the cell's. */
  isAround: boolean;
};

const INKS: Record<IdState, string> = {
  used: "text-on-accent",
  resting: "text-ink",
  unavailable: "text-muted",
  free: "text-ink",
  outside: "text-subtle",
};

/** The states of a cell side by side, each as wide as its share and never too narrow to be seen. */
export const MapCellFill = memo(function MapCellFill({
  counts,
  digits,
  isChosen,
  isMarked,
  isAround,
}: MapCellLook) {
  const present = counts ? ID_STATES.filter((state) => counts[state] > 0) : [];
  const [only] = present;
  return (
    <span
      aria-hidden
      className={cn(
        "relative flex h-full w-full gap-px overflow-hidden rounded-xs",
        !counts && "animate-pulse bg-sunken",
      )}
    >
      {present.map((state) => (
        <span
          key={state}
          className={cn("min-w-1 rounded-xs", STATE_FILLS[state])}
          style={{ flexGrow: counts?.[state] ?? 0, flexBasis: 0 }}
        />
      ))}
      {isMarked && <span className="absolute inset-0 rounded-xs border-2 border-accent bg-accent/15" />}
      {isAround && (
        <span className="absolute inset-0 grid place-items-center">
          <Check className="size-4 rounded-full bg-surface p-0.5 text-accent-ink" strokeWidth={3} />
        </span>
      )}
      {digits !== null && only && !isChosen && (
        <span className={cn("absolute inset-0 grid place-items-center text-xs tabular-nums", INKS[only])}>
          {/* Drawn, not written: the cell's name is not made of its last two digits. */}
          <span
            data-digits={digits}
            className={cn(
              "before:content-[attr(data-digits)]",
              (only === "unavailable" || only === "resting") && "rounded-xs bg-surface/80 px-0.5 text-ink",
            )}
          />
        </span>
      )}
      {isChosen && (
        <span className="absolute inset-0 grid place-items-center rounded-xs border-2 border-accent bg-accent-soft text-accent-ink">
          <Check className="size-3.5" strokeWidth={3} />
        </span>
      )}
    </span>
  );
});
