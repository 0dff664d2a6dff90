import * as z from "zod";
import { DelegationDraft } from "#server/domain/delegation.ts";
import { VXLAN_BOUNDS } from "#server/domain/id-range.ts";
import { listDelegationChanges } from "#server/services/delegation/read-delegation-changes.ts";
import { forecastOfVdc, listSoonest } from "#server/services/delegation/forecast.ts";
import { delegationOf, listCarriers, listDelegations } from "#server/services/delegation/read-delegations.ts";
import {
  findFreeRun,
  findFreeRunToDelegate,
  vxlanMapOf,
  vxlanMapToDelegate,
} from "#server/services/delegation/range-map.ts";
import { vlanMapOf } from "#server/services/delegation/vlan-map.ts";
import { previewDelegation, setDelegation } from "#server/services/delegation/set-delegation.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

const id = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);
const window = z.object({ first: id, last: id });
const overlayRuleName = z.string().max(64);
const wantedVlan = z.union([z.number().int().min(0).max(4095), z.literal("next-free")]);
const runLength = z
  .number({ error: "Write how many as a number." })
  .int({ error: "Write how many as a whole number." })
  .min(1, { error: "Ask for at least one id." })
  .max(1_000_000, { error: "Ask for at most 1000000 ids." });

export const delegationRouter = router({
  /** Every vDC's, for operators and auditors. */
  list: cloudProcedure("delegation:read").query(({ ctx }) => listDelegations(ctx.db, ctx.grant)),

  listCarriers: cloudProcedure("delegation:read").query(({ ctx }) => listCarriers(ctx.db, ctx.grant)),

  /** A picture of any window of the VXLAN ids, of at most 256 cells. */
  getVxlanMap: vdcProcedure("delegation:read")
    .input(window.extend({ overlayRuleName }))
    .query(({ ctx, input }) => vxlanMapOf(ctx.db, ctx.grant, input)),

  /** The same for who delegates. */
  getVxlanMapToDelegate: vdcProcedure("delegation:manage")
    .input(window)
    .query(({ ctx, input }) => vxlanMapToDelegate(ctx.db, ctx.grant, input)),

  findFreeVxlans: vdcProcedure("delegation:read")
    .input(z.object({ overlayRuleName, count: runLength, vlanId: wantedVlan.optional() }))
    .query(({ ctx, input }) => findFreeRun(ctx.db, ctx.grant, input)),

  findFreeVxlansToDelegate: vdcProcedure("delegation:manage")
    .input(z.object({ count: runLength }))
    .query(({ ctx, input }) => findFreeRunToDelegate(ctx.db, ctx.grant, input)),

  /** VLANs inside a VXLAN, or on a NIC tag. */
  getVlanMap: vdcProcedure("delegation:read")
    .input(
      z.object({
        overlayRuleName: overlayRuleName.nullable(),
        nicTagName: z.string().max(64).nullable(),
        vxlanId: id.max(VXLAN_BOUNDS.last).nullable(),
      }),
    )
    .query(({ ctx, input }) => vlanMapOf(ctx.db, ctx.grant, input)),

  get: vdcProcedure("delegation:read").query(({ ctx }) => delegationOf(ctx.db, ctx.grant)),

  listChanges: vdcProcedure("delegation:read").query(({ ctx }) => listDelegationChanges(ctx.db, ctx.grant)),

  /** When the limit and the ids of each rule are used up, by the last 90 days. */
  getForecast: vdcProcedure("delegation:read").query(({ ctx }) =>
    forecastOfVdc(ctx.db, ctx.grant, new Date()),
  ),

  /** What runs out first in each vDC. */
  listForecasts: cloudProcedure("delegation:read").query(({ ctx }) =>
    listSoonest(ctx.db, ctx.grant, new Date()),
  ),

  preview: vdcProcedure("delegation:manage")
    .input(z.object({ draft: DelegationDraft }))
    .query(({ ctx, input }) => previewDelegation(ctx.db, ctx.grant, input.draft)),

  set: vdcProcedure("delegation:manage")
    .input(z.object({ draft: DelegationDraft, markOutside: z.boolean().default(false) }))
    .mutation(({ ctx, input }) => setDelegation(ctx.db, ctx.grant, input)),
});
