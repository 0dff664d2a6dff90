"use client";

import { IdMap } from "../../delegation/id-map.tsx";
import { setField } from "./form-parts.ts";
import { IdField } from "./id-field.tsx";
import type { SegmentPartProps } from "./segment-part.tsx";

/** A typed id, or one from the picture of what this vDC may use. */
export function VxlanField(props: SegmentPartProps) {
  const { form, values, lockedReason, use, nextVxlanId } = props;
  const rule = use.rules.find(({ overlayRuleName }) => overlayRuleName === values.overlayRuleName);
  const typedId = /^\d+$/.test(values.vxlanId.trim()) ? Number(values.vxlanId) : null;
  const nextFreeId = nextVxlanId ?? rule?.freeVxlanIds[0]?.first ?? null;
  return (
    <div className="flex flex-col gap-3">
      <IdField
        {...props}
        field="vxlanId"
        label="VXLAN ID"
        nextFreeId={nextFreeId}
        help="Leave it empty for the next free id, or take one of your networks’ ids to share its VXLAN."
      />
      {rule && lockedReason === null && (
        <IdMap
          noun="VXLAN"
          label={`VXLANs of ${rule.overlayRuleName}`}
          use={{ used: rule.usedVxlanIds, unavailable: rule.unavailableVxlanIds, free: rule.freeVxlanIds }}
          chosenId={typedId ?? nextFreeId}
          onChoose={(id) => setField(form, "vxlanId", String(id))}
        />
      )}
    </div>
  );
}
