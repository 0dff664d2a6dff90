import { WarningAcknowledgement, WarningFilter, WarningId } from "#server/domain/warning-input.ts";
import {
  acknowledgeWarning,
  listWarnings,
  listWarningsOfVdc,
  readWarning,
  withdrawAcknowledgement,
} from "#server/services/warning/review-warnings.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

export const warningRouter = router({
  list: cloudProcedure("warning:read")
    .input(WarningFilter)
    .query(({ ctx, input }) => listWarnings(ctx.db, ctx.grant, input, new Date())),

  byId: cloudProcedure("warning:read")
    .input(WarningId)
    .query(({ ctx, input }) => readWarning(ctx.db, ctx.grant, input.id, new Date())),

  acknowledge: cloudProcedure("warning:acknowledge")
    .input(WarningAcknowledgement)
    .mutation(({ ctx, input }) => acknowledgeWarning(ctx.db, ctx.grant, input, new Date())),

  withdrawAcknowledgement: cloudProcedure("warning:acknowledge")
    .input(WarningId)
    .mutation(({ ctx, input }) => withdrawAcknowledgement(ctx.db, ctx.grant, input.id, new Date())),

  listForVdc: vdcProcedure("warning:read-own").query(({ ctx }) =>
    listWarningsOfVdc(ctx.db, ctx.grant, new Date()),
  ),
});
