import { z } from "zod";
import { DelegationDraft } from "#server/domain/delegation.ts";
import { listDelegationChanges } from "#server/services/delegation/read-delegation-changes.ts";
import { forecastOfVdc, listSoonest } from "#server/services/delegation/forecast.ts";
import { delegationOf, listCarriers, listDelegations } from "#server/services/delegation/read-delegations.ts";
import { previewDelegation, setDelegation } from "#server/services/delegation/set-delegation.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

export const delegationRouter = router({
  /** Every vDC's, for operators and auditors. */
  list: cloudProcedure("delegation:read").query(({ ctx }) => listDelegations(ctx.db, ctx.grant)),

  listCarriers: cloudProcedure("delegation:read").query(({ ctx }) => listCarriers(ctx.db, ctx.grant)),

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
