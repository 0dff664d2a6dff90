import {
  MeshFindQuery,
  MeshInstant,
  MeshLinkQuery,
  MeshSubject,
  MeshLinksQuery,
  MeshNodeQuery,
  MeshPdcQuery,
  MeshQuery,
  PdcLinkQuery,
} from "#server/domain/mesh/mesh-query.ts";
import { HistoryQuery } from "#server/domain/mesh-time/history-query.ts";
import { ComparisonQuery, TimelineQuery } from "#server/domain/mesh-time/timeline.ts";
import { PathMtuDeclaration } from "#server/domain/mesh/path-mtu.ts";
import { listCrossingNetworks } from "#server/services/mesh/crossing-networks.ts";
import { declarePathMtu } from "#server/services/mesh/declare-path-mtu.ts";
import {
  findIn,
  readInvariant,
  readLink,
  readLinks,
  readMeshOfVdc,
  readNode,
  readOverview,
  readPdc,
  readPdcLink,
  readSummary,
} from "#server/services/mesh/read-mesh.ts";
import { compareInstants, readHistory, readTimeline } from "#server/services/mesh-time/read-mesh-time.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

export const meshRouter = router({
  overview: cloudProcedure("mesh:read")
    .input(MeshQuery)
    .query(({ ctx, input }) => readOverview(ctx, ctx.grant, input, new Date())),

  summary: cloudProcedure("mesh:read").query(({ ctx }) => readSummary(ctx, ctx.grant, new Date())),

  /** Nothing in clear text between places, and one PDC name for one admin network. */
  invariant: cloudProcedure("mesh:read")
    .input(MeshInstant)
    .query(({ ctx, input }) => readInvariant(ctx, ctx.grant, input, new Date())),

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
    .input(MeshLinkQuery)
    .query(({ ctx, input }) => readLink(ctx, ctx.grant, input, new Date())),

  /** The links of the whole mesh, a PDC, a pair of PDCs or a node. */
  links: cloudProcedure("mesh:read")
    .input(MeshLinksQuery)
    .query(({ ctx, input }) => readLinks(ctx, ctx.grant, input, new Date())),

  /** Networks whose VMs talk over it. */
  listNetworks: cloudProcedure("mesh:read")
    .input(MeshSubject)
    .query(({ ctx, input }) => listCrossingNetworks(ctx.db, ctx.grant, input)),

  find: cloudProcedure("mesh:read")
    .input(MeshFindQuery)
    .query(({ ctx, input }) => findIn(ctx, ctx.grant, input, new Date())),

  timeline: cloudProcedure("mesh:read")
    .input(TimelineQuery)
    .query(({ ctx, input }) => readTimeline(ctx, ctx.grant, input, new Date())),

  compare: cloudProcedure("mesh:read")
    .input(ComparisonQuery)
    .query(({ ctx, input }) => compareInstants(ctx, ctx.grant, input, new Date())),

  history: cloudProcedure("mesh:read")
    .input(HistoryQuery)
    .query(({ ctx, input }) => readHistory(ctx, ctx.grant, input, new Date())),

  declarePathMtu: cloudProcedure("node:manage")
    .input(PathMtuDeclaration)
    .mutation(({ ctx, input }) => declarePathMtu(ctx, ctx.grant, input, new Date())),

  getForVdc: vdcProcedure("mesh:read-own").query(({ ctx }) => readMeshOfVdc(ctx, ctx.grant, new Date())),
});
