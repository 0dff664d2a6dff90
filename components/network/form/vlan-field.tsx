"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { formatIdRanges, isIdInRanges, mergeIdRanges, VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import { VlanMap } from "../../range-map/vlan-map.tsx";
import { useTRPC } from "../../trpc/trpc.ts";
import { setField } from "./form-parts.ts";
import { draftOf } from "./form-values.ts";
import { IdField } from "./id-field.tsx";
import { Picker } from "../../ui/picker.tsx";
import type { SegmentPartProps } from "./segment-part.tsx";
import { useSettled } from "../../ui/use-settled.ts";

const SETTLE_MILLISECONDS = 200;

/** 0, an id that is typed, or the next free one inside the chosen VXLAN. */
export function VlanField(props: SegmentPartProps) {
  const { vdcId, form, values, lockedReason } = props;
  const { overlayRuleName, nicTagName, vxlanId, vlanId } = draftOf(values);
  const place = useSettled(
    {
      overlayRuleName,
      nicTagName,
      vxlanId: typeof vxlanId === "number" && isIdInRanges([VXLAN_BOUNDS], vxlanId) ? vxlanId : null,
    },
    SETTLE_MILLISECONDS,
  );
  const { data: map } = useQuery(
    useTRPC().delegation.getVlanMap.queryOptions({ vdcId, ...place }, { placeholderData: keepPreviousData }),
  );
  const ranges = map?.ranges ?? [];
  const allowed = formatIdRanges(mergeIdRanges(ranges.filter(({ state }) => state !== "outside")));
  const typedId = typeof vlanId === "number" && !Number.isNaN(vlanId) ? vlanId : null;
  const nextFreeId = ranges.find(({ state }) => state === "free")?.first ?? null;
  const where = nicTagName === null ? "inside the VXLAN" : `on ${nicTagName || "the NIC tag"}`;
  return (
    <div className="flex flex-col gap-2">
      <IdField
        {...props}
        field="vlanId"
        label="VLAN ID"
        nextFreeId={nextFreeId}
        isNextKnown={map !== undefined}
        help={map ? `0 is untagged. This vDC may use ${allowed || "no VLAN"} ${where}.` : "0 is untagged."}
      />
      {lockedReason === null && allowed !== "" && (
        <Picker label="Pick from the VLAN map">
          <VlanMap
            ranges={ranges}
            chosenId={typedId}
            onChoose={(id) => setField(form, "vlanId", String(id))}
          />
        </Picker>
      )}
    </div>
  );
}
