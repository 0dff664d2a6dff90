import { ListedEnrolments } from "#server/domain/enrolment-list.ts";
import {
  HostKeyConfirmation,
  HostKeyConfirmations,
  NodeEnrolment,
  NodeRef,
  NodeWayChange,
} from "#server/domain/node-enrolment.ts";
import { NodeFilter, NodeNames, NodePage } from "#server/domain/node-list.ts";
import { NodePause } from "#server/domain/node-pause.ts";
import { SnapshotPair } from "#server/domain/snapshot-comparison.ts";
import { compareSnapshots, listSnapshots } from "#server/services/node/compare-snapshots.ts";
import { confirmHostKey, confirmHostKeys, refuseHostKey } from "#server/services/node/confirm-host-key.ts";
import { enrolListed } from "#server/services/node/enrol-list.ts";
import { allowAskingOnce, introductionOfNode } from "#server/services/node/introduce-node.ts";
import { enrolNode, retireNode } from "#server/services/node/manage-nodes.ts";
import { changeNodeWay } from "#server/services/node/node-way.ts";
import { previewRetire } from "#server/services/node/preview-retire.ts";
import { pauseNode, resumeNode } from "#server/services/node/pause-node.ts";
import {
  countNodes,
  findNodesNamed,
  listNodeSummaries,
  listPdcNames,
  listWaiting,
  nodeById,
} from "#server/services/node/read-nodes.ts";
import { cloudProcedure, router } from "../init.ts";

export const nodeRouter = router({
  list: cloudProcedure("node:read")
    .input(NodePage)
    .query(({ ctx, input }) => listNodeSummaries(ctx, ctx.grant, input, new Date())),

  count: cloudProcedure("node:read")
    .input(NodeFilter)
    .query(({ ctx, input }) => countNodes(ctx, ctx.grant, input, new Date())),

  listPdcNames: cloudProcedure("node:read").query(({ ctx }) => listPdcNames(ctx, ctx.grant, new Date())),

  listWaiting: cloudProcedure("node:read").query(({ ctx }) => listWaiting(ctx, ctx.grant)),

  listNamed: cloudProcedure("node:read")
    .input(NodeNames)
    .query(({ ctx, input }) => findNodesNamed(ctx, ctx.grant, input.hostnames)),

  byId: cloudProcedure("node:read")
    .input(NodeRef)
    .query(({ ctx, input }) => nodeById(ctx, ctx.grant, input.nodeId, new Date())),

  listSnapshots: cloudProcedure("node:read")
    .input(NodeRef)
    .query(({ ctx, input }) => listSnapshots(ctx.db, ctx.grant, input.nodeId)),

  compareSnapshots: cloudProcedure("node:read")
    .input(SnapshotPair)
    .query(({ ctx, input }) => compareSnapshots(ctx.db, ctx.grant, input)),

  enrol: cloudProcedure("node:manage")
    .input(NodeEnrolment)
    .mutation(({ ctx, input }) => enrolNode(ctx, ctx.grant, input)),

  changeWay: cloudProcedure("node:manage")
    .input(NodeWayChange)
    .mutation(({ ctx, input }) => changeNodeWay(ctx.db, ctx.grant, input)),

  confirmHostKey: cloudProcedure("node:manage")
    .input(HostKeyConfirmation)
    .mutation(({ ctx, input }) => confirmHostKey(ctx.db, ctx.grant, input, new Date())),

  confirmHostKeys: cloudProcedure("node:manage")
    .input(HostKeyConfirmations)
    .mutation(({ ctx, input }) => confirmHostKeys(ctx.db, ctx.grant, input.confirmations, new Date())),

  refuseHostKey: cloudProcedure("node:manage")
    .input(HostKeyConfirmation)
    .mutation(({ ctx, input }) => refuseHostKey(ctx.db, ctx.grant, input)),

  enrolListed: cloudProcedure("node:manage")
    .input(ListedEnrolments)
    .mutation(({ ctx, input }) => enrolListed(ctx, ctx.grant, input)),

  allowAskingOnce: cloudProcedure("node:manage")
    .input(HostKeyConfirmation)
    .mutation(({ ctx, input }) => allowAskingOnce(ctx.db, ctx.grant, input)),

  introduction: cloudProcedure("node:read")
    .input(NodeRef)
    .query(({ ctx, input }) => introductionOfNode(ctx, ctx.grant, input.nodeId, new Date())),

  pause: cloudProcedure("node:manage")
    .input(NodePause)
    .mutation(({ ctx, input }) => pauseNode(ctx.db, ctx.grant, input, new Date())),

  resume: cloudProcedure("node:manage")
    .input(NodeRef)
    .mutation(({ ctx, input }) => resumeNode(ctx.db, ctx.grant, input.nodeId)),

  previewRetire: cloudProcedure("node:manage")
    .input(NodeRef)
    .query(({ ctx, input }) => previewRetire(ctx, ctx.grant, input.nodeId, new Date())),

  retire: cloudProcedure("node:manage")
    .input(NodeRef)
    .mutation(({ ctx, input }) => retireNode(ctx.db, ctx.grant, input.nodeId, new Date())),
});
