import { z } from "zod";
import {
  MeshFindQuery,
  MeshNodeQuery,
  MeshPdcQuery,
  MeshQuery,
  PdcLinkQuery,
} from "#server/domain/mesh/mesh-query.ts";
import { PathMtuDeclaration } from "#server/domain/mesh/path-mtu.ts";
import { declarePathMtu } from "#server/services/mesh/declare-path-mtu.ts";
import {
  findIn,
  readLink,
  readMesh,
  readMeshOfVdc,
  readNode,
  readOverview,
  readPdc,
  readPdcLink,
  readSummary,
} from "#server/services/mesh/read-mesh.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

const LinkRef = z.object({ id: z.string("This is not a link's id.").max(80, "This is not a link's id.") });

export const meshRouter = router({
  get: cloudProcedure("mesh:read").query(({ ctx }) => readMesh(ctx, ctx.grant, new Date())),

  overview: cloudProcedure("mesh:read")
    .input(MeshQuery)
    .query(({ ctx, input }) => readOverview(ctx, ctx.grant, input, new Date())),

  summary: cloudProcedure("mesh:read").query(({ ctx }) => readSummary(ctx, ctx.grant, new Date())),

  pdc: cloudProcedure("mesh:read")
    .input(MeshPdcQuery)
    .query(({ ctx, input }) => readPdc(ctx, ctx.grant, input, new Date())),

  pdcLink: cloudProcedure("mesh:read")
    .input(PdcLinkQuery)
    .query(({ ctx, input }) => readPdcLink(ctx, ctx.grant, input, new Date())),

  node: cloudProcedure("mesh:read")
    .input(MeshNodeQuery)
    .query(({ ctx, input }) => readNode(ctx, ctx.grant, input, new Date())),

  link: cloudProcedure("mesh:read")
    .input(LinkRef)
    .query(({ ctx, input }) => readLink(ctx, ctx.grant, input.id, new Date())),

  find: cloudProcedure("mesh:read")
    .input(MeshFindQuery)
    .query(({ ctx, input }) => findIn(ctx, ctx.grant, input, new Date())),

  declarePathMtu: cloudProcedure("node:manage")
    .input(PathMtuDeclaration)
    .mutation(({ ctx, input }) => declarePathMtu(ctx, ctx.grant, input, new Date())),

  getForVdc: vdcProcedure("mesh:read-own").query(({ ctx }) => readMeshOfVdc(ctx, ctx.grant, new Date())),
});
