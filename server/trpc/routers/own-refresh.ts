import * as z from "zod";
import { orderOwnRefresh, readOwnRefresh } from "#server/services/own-refresh/order-own-refresh.ts";
import { router, vdcProcedure } from "../init.ts";

const OfNetwork = z.object({ networkId: z.guid("This is not a network's id.") });

export const ownRefreshRouter = router({
  get: vdcProcedure("network:read")
    .input(OfNetwork)
    .query(({ ctx, input }) => readOwnRefresh(ctx.db, ctx.grant, input.networkId, new Date())),

  order: vdcProcedure("node:refresh-own")
    .input(OfNetwork)
    .mutation(({ ctx, input }) => orderOwnRefresh(ctx, ctx.grant, input.networkId, new Date())),
});
