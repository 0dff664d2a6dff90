"use client";

import { useState } from "react";
import {
  formatIdRanges,
  type IdRange,
  parseIdRanges,
  subtractIdRanges,
  unionIdRanges,
  VXLAN_BOUNDS,
} from "#server/domain/id-range.ts";
import { rangeText } from "../../range-map/map-words.ts";
import { VxlanSelectMap } from "../../range-map/vxlan-map.tsx";
import { Picker } from "../../ui/picker.tsx";
import { Button } from "../../ui/button.tsx";

type DrawRangesProps = {
  vdcId: string;
  /** Names the row for screen readers. */
  label: string;
  /** As typed: `100-199,205`. */
  vxlanIds: string;
  onChange: (vxlanIds: string) => void;
};

/** Ranges drawn on a map of all ids instead of typed. What is typed and cannot be read must be mended first. */
export function DrawRanges({ vdcId, label, vxlanIds, onChange }: DrawRangesProps) {
  const [selection, setSelection] = useState<IdRange | null>(null);
  const { ranges } = parseIdRanges(vxlanIds, VXLAN_BOUNDS);
  const change = (changed: readonly IdRange[]) => {
    onChange(formatIdRanges(changed));
    setSelection(null);
  };
  const isDrawn = selection !== null && ranges !== null && subtractIdRanges([selection], ranges).length === 0;
  return (
    <Picker label={label}>
      {ranges === null ? (
        <p className="text-muted">Mend what is typed above; then ranges can be drawn.</p>
      ) : (
        <div className="flex flex-col gap-3">
          <VxlanSelectMap vdcId={vdcId} vxlanIds={ranges} selection={selection} onSelect={setSelection} />
          {selection && (
            <div className="flex flex-wrap gap-2">
              <Button
                size="sm"
                variant="primary"
                aria-disabled={isDrawn || undefined}
                onClick={() => !isDrawn && change(unionIdRanges(ranges, [selection]))}
              >
                Add {rangeText(selection)}
              </Button>
              <Button size="sm" onClick={() => change(subtractIdRanges(ranges, [selection]))}>
                Take {rangeText(selection)} out
              </Button>
              <Button size="sm" variant="ghost" onClick={() => setSelection(null)}>
                Select nothing
              </Button>
            </div>
          )}
        </div>
      )}
    </Picker>
  );
}
