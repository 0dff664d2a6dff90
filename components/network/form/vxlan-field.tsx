"use client";

import { useQuery } from "@tanstack/react-query";
import { VxlanMap } from "../../range-map/vxlan-map.tsx";
import { useTRPC } from "../../trpc/trpc.ts";
import { setField } from "./form-parts.ts";
import { draftOf } from "./form-values.ts";
import { IdField } from "./id-field.tsx";
import { Picker } from "../../ui/picker.tsx";
import type { SegmentPartProps } from "./segment-part.tsx";

/** A typed id, the next free one, or one from the picture of what this vDC may use. */
export function VxlanField(props: SegmentPartProps) {
  const { vdcId, form, values, lockedReason, use, nextVxlanId } = props;
  const { overlayRuleName } = values;
  const rule = use.rules.find((candidate) => candidate.overlayRuleName === overlayRuleName);
  const { vxlanId, vlanId } = draftOf(values);
  const isVlanKnown = vlanId === "next-free" || (vlanId >= 0 && vlanId <= 4094);
  const wantedVlan = isVlanKnown ? { vlanId } : {};
  const { data: next } = useQuery(
    useTRPC().delegation.findFreeVxlans.queryOptions(
      { vdcId, overlayRuleName, count: 1, ...wantedVlan },
      { enabled: rule !== undefined && lockedReason === null },
    ),
  );
  const typedId = typeof vxlanId === "number" && !Number.isNaN(vxlanId) ? vxlanId : null;
  return (
    <div className="flex flex-col gap-3">
      <IdField
        {...props}
        field="vxlanId"
        label="VXLAN ID"
        nextFreeId={nextVxlanId ?? next?.first ?? null}
        isNextKnown={next !== undefined}
        help="Leave it empty for the next free id, or take one of your networks’ ids to share its VXLAN."
      />
      {rule && lockedReason === null && (
        <Picker label="Pick from the VXLAN map">
          <VxlanMap
            key={overlayRuleName}
            vdcId={vdcId}
            overlayRuleName={overlayRuleName}
            allowedVxlanIds={rule.allowedVxlanIds}
            chosenId={typedId}
            onChoose={(id) => setField(form, "vxlanId", String(id))}
            {...wantedVlan}
          />
        </Picker>
      )}
    </div>
  );
}
