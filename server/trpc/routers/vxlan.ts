import * as z from "zod";
import { RestingIds } from "#server/domain/vxlan.ts";
import { listOwnRestingVxlans, listRestingVxlans, releaseEarly } from "#server/services/resting-vxlan.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

export const vxlanRouter = router({
  /** Every vDC's, for operators and auditors. */
  listResting: cloudProcedure("delegation:read").query(({ ctx }) => listRestingVxlans(ctx.db, ctx.grant)),

  listOwnResting: vdcProcedure("delegation:read").query(({ ctx }) => listOwnRestingVxlans(ctx.db, ctx.grant)),

  releaseEarly: cloudProcedure("delegation:manage")
    .input(z.object({ vxlanIds: RestingIds }))
    .mutation(({ ctx, input }) => releaseEarly(ctx.db, ctx.grant, input.vxlanIds)),
});
