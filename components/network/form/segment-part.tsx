"use client";

import { Panel } from "../../ui/panel.tsx";
import type { RouterOutputs } from "../../trpc/trpc.ts";
import type { MtuLimit } from "../mtu-verdict.ts";
import { CarrierField } from "./carrier-field.tsx";
import type { PartProps } from "./form-parts.ts";
import { MtuField } from "./mtu-field.tsx";
import { VlanField } from "./vlan-field.tsx";
import { VxlanField } from "./vxlan-field.tsx";

export type DelegationUse = RouterOutputs["delegation"]["get"];

export type SegmentPartProps = PartProps & {
  vdcId: string;
  use: DelegationUse;
  limits: readonly MtuLimit[];
  /** What the server advises about the rule or tag. */
  carrierAdvice: string | undefined;
  /** Ids the server would give if the network were made now. */
  nextVxlanId: number | null;
};

/** Where the network lives: rule or tag, VXLAN, VLAN, MTU. */
export function SegmentPart(props: SegmentPartProps) {
  return (
    <Panel
      title="Segment"
      description="Networks on different segments cannot see each other, whatever their addresses."
    >
      <div className="flex flex-col gap-5">
        <CarrierField {...props} />
        {props.values.carrier === "rule" && <VxlanField {...props} />}
        <VlanField {...props} />
        <MtuField {...props} />
      </div>
    </Panel>
  );
}
