import { PathEndSearch, PathQuestion } from "#server/domain/mesh-path/path-end.ts";
import { searchPathEnds, searchPathEndsOfVdc } from "#server/services/mesh-path-ends.ts";
import { findMeshPath, findMeshPathOfVdc } from "#server/services/mesh-path.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

export const meshPathRouter = router({
  find: cloudProcedure("mesh:read")
    .input(PathQuestion)
    .query(({ ctx, input }) => findMeshPath(ctx, ctx.grant, input, new Date())),

  findForVdc: vdcProcedure("mesh:read-own")
    .input(PathQuestion)
    .query(({ ctx, input }) => findMeshPathOfVdc(ctx, ctx.grant, input, new Date())),

  searchEnds: cloudProcedure("mesh:read")
    .input(PathEndSearch)
    .query(({ ctx, input }) => searchPathEnds(ctx.db, ctx.grant, input.text)),

  searchEndsForVdc: vdcProcedure("mesh:read-own")
    .input(PathEndSearch)
    .query(({ ctx, input }) => searchPathEndsOfVdc(ctx.db, ctx.grant, input.text)),
});
