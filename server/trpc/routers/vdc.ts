import { NewVdc } from "#server/domain/vdc.ts";
import { createVdc, listVdcs, previewRetire, renameVdc, retireVdc, vdcById } from "#server/services/vdc.ts";
import { cloudProcedure, router, userProcedure, vdcProcedure } from "../init.ts";

export const vdcRouter = router({
  list: userProcedure.query(({ ctx }) => listVdcs(ctx.db, ctx.actor)),

  byId: vdcProcedure("vdc:read").query(({ ctx }) => vdcById(ctx.db, ctx.grant)),

  create: cloudProcedure("vdc:manage")
    .input(NewVdc)
    .mutation(({ ctx, input }) => createVdc(ctx.db, ctx.grant, input)),

  rename: vdcProcedure("vdc:manage")
    .input(NewVdc)
    .mutation(({ ctx, input }) => renameVdc(ctx.db, ctx.grant, input)),

  previewRetire: vdcProcedure("vdc:manage").query(({ ctx }) => previewRetire(ctx.db, ctx.grant)),

  retire: vdcProcedure("vdc:manage").mutation(({ ctx }) => retireVdc(ctx.db, ctx.grant, new Date())),
});
