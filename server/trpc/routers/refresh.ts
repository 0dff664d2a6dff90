import * as z from "zod";
import { NodeRefreshPage } from "#server/domain/refresh-run.ts";
import { RefreshSelection } from "#server/domain/refresh-selection.ts";
import { cancelRun } from "#server/services/refresh/cancel-refresh.ts";
import { orderRefresh } from "#server/services/refresh/order-refresh.ts";
import {
  listNodesOfRun,
  listRefreshesOfNode,
  listRuns,
  nodeRefreshDetails,
  runById,
} from "#server/services/refresh/read-refreshes.ts";
import { cloudProcedure, router } from "../init.ts";

const RunRef = z.object({ runId: z.guid("This is not a refresh's id.") });
const NodeRefreshRef = z.object({ nodeRefreshId: z.guid("This is not a refresh's id.") });
const OfNode = z.object({ nodeId: z.guid("This is not a node's id.") });

export const refreshRouter = router({
  list: cloudProcedure("refresh:read").query(({ ctx }) => listRuns(ctx.db, ctx.grant)),

  byId: cloudProcedure("refresh:read")
    .input(RunRef)
    .query(({ ctx, input }) => runById(ctx.db, ctx.grant, input.runId)),

  listNodes: cloudProcedure("refresh:read")
    .input(RunRef.extend(NodeRefreshPage.shape))
    .query(({ ctx, input }) => listNodesOfRun(ctx.db, ctx.grant, input)),

  details: cloudProcedure("refresh:read")
    .input(NodeRefreshRef)
    .query(({ ctx, input }) => nodeRefreshDetails(ctx.db, ctx.grant, input.nodeRefreshId)),

  listOfNode: cloudProcedure("refresh:read")
    .input(OfNode)
    .query(({ ctx, input }) => listRefreshesOfNode(ctx.db, ctx.grant, input.nodeId)),

  order: cloudProcedure("node:refresh")
    .input(z.object({ selection: RefreshSelection, isRetry: z.boolean().default(false) }))
    .mutation(({ ctx, input }) => orderRefresh(ctx, ctx.grant, input, new Date())),

  cancel: cloudProcedure("node:refresh")
    .input(RunRef)
    .mutation(({ ctx, input }) => cancelRun(ctx.db, ctx.grant, input.runId, new Date())),
});
