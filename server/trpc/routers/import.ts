import { CloudImportInput, ImportInput, ShownDigest } from "#server/domain/import/import-input.ts";
import { importEvents } from "#server/services/import/import-events.ts";
import { applyFile, checkFile } from "#server/services/import/import-file.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

/** Answers come in parts, with progress before them. */
export const importRouter = router({
  check: vdcProcedure("network:create")
    .input(ImportInput)
    .mutation(({ ctx, input }) => importEvents((onProgress) => checkFile(ctx, ctx.grant, input, onProgress))),

  write: vdcProcedure("network:create")
    .input(ImportInput.extend(ShownDigest.shape))
    .mutation(({ ctx, input }) => importEvents((onProgress) => applyFile(ctx, ctx.grant, input, onProgress))),

  checkInCloud: cloudProcedure("network:create")
    .input(CloudImportInput)
    .mutation(({ ctx, input }) => importEvents((onProgress) => checkFile(ctx, ctx.grant, input, onProgress))),

  writeInCloud: cloudProcedure("network:create")
    .input(CloudImportInput.extend(ShownDigest.shape))
    .mutation(({ ctx, input }) => importEvents((onProgress) => applyFile(ctx, ctx.grant, input, onProgress))),
});
