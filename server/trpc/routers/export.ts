import { ExportInput } from "#server/domain/import/import-input.ts";
import { exportFile } from "#server/services/import/export-file.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

/** Whoever reads networks reads addresses and delegations too. */
export const exportRouter = router({
  file: vdcProcedure("network:read")
    .input(ExportInput)
    .query(({ ctx, input }) => exportFile(ctx.db, ctx.grant, input, new Date())),

  fileOfCloud: cloudProcedure("network:read")
    .input(ExportInput)
    .query(({ ctx, input }) => exportFile(ctx.db, ctx.grant, input, new Date())),
});
