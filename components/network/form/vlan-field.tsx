"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { formatIdRanges, unionIdRanges } from "#server/domain/id-range.ts";
import { IdMap } from "../../delegation/id-map.tsx";
import { useTRPC } from "../../trpc/trpc.ts";
import { setField } from "./form-parts.ts";
import { IdField } from "./id-field.tsx";
import type { SegmentPartProps } from "./segment-part.tsx";
import { type Chosen, vlanUse } from "./vlan-use.ts";

/** 0, an id that is typed, or the next free one inside the chosen VXLAN. */
export function VlanField(props: SegmentPartProps) {
  const { form, values, lockedReason, use, vdcId, networkId } = props;
  const isOnRule = values.carrier === "rule";
  const vxlanText = values.vxlanId.trim();
  const chosen: Chosen = {
    overlayRuleName: isOnRule ? values.overlayRuleName : null,
    nicTagName: isOnRule ? null : values.nicTagName,
    vxlanId: isOnRule && /^\d{1,8}$/.test(vxlanText) ? Number(vxlanText) : null,
  };
  const { data: used = [] } = useQuery({
    ...useTRPC().network.usedVlanIds.queryOptions({ vdcId, networkId, ...chosen }),
    enabled: !isOnRule || chosen.vxlanId !== null,
  });
  const vlans = vlanUse(use, used, chosen);
  const allowed = formatIdRanges(unionIdRanges(vlans.used, vlans.free));
  const typedId = /^\d+$/.test(values.vlanId.trim()) ? Number(values.vlanId) : null;
  const nextFreeId = vlans.free[0]?.first ?? null;
  const where = isOnRule ? "inside the VXLAN" : `on ${values.nicTagName || "the NIC tag"}`;
  return (
    <div className="flex flex-col gap-2">
      <IdField
        {...props}
        field="vlanId"
        label="VLAN ID"
        nextFreeId={nextFreeId}
        help={`0 is untagged. This vDC may use ${allowed || "no VLAN"} ${where}.`}
      />
      {lockedReason === null && allowed !== "" && (
        <details className="group/vlans">
          <summary className="inline-flex list-none items-center gap-1 rounded-sm text-sm text-accent-ink hover:underline [&::-webkit-details-marker]:hidden">
            <ChevronRight aria-hidden className="size-3.5 transition-transform group-open/vlans:rotate-90" />
            Pick from what is free
          </summary>
          <div className="mt-2">
            <IdMap
              noun="VLAN"
              label="VLANs of this segment"
              use={vlans}
              chosenId={typedId ?? nextFreeId}
              onChoose={(id) => setField(form, "vlanId", String(id))}
            />
          </div>
        </details>
      )}
    </div>
  );
}
