import { z } from "zod";
import { PathMtuDeclaration } from "#server/domain/mesh/path-mtu.ts";
import { declarePathMtu, readLink, readMesh, readMeshOfVdc } from "#server/services/mesh.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

const LinkRef = z.object({ id: z.string("This is not a link's id.").max(80, "This is not a link's id.") });

export const meshRouter = router({
  get: cloudProcedure("mesh:read").query(({ ctx }) => readMesh(ctx, ctx.grant, new Date())),

  link: cloudProcedure("mesh:read")
    .input(LinkRef)
    .query(({ ctx, input }) => readLink(ctx, ctx.grant, input.id, new Date())),

  declarePathMtu: cloudProcedure("node:manage")
    .input(PathMtuDeclaration)
    .mutation(({ ctx, input }) => declarePathMtu(ctx, ctx.grant, input, new Date())),

  getForVdc: vdcProcedure("mesh:read-own").query(({ ctx }) => readMeshOfVdc(ctx, ctx.grant, new Date())),
});
