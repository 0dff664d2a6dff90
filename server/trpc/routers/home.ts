import { readHomeCounts } from "#server/services/home-counts.ts";
import { readHome } from "#server/services/home.ts";
import { router, userProcedure } from "../init.ts";

export const homeRouter = router({
  get: userProcedure.query(({ ctx }) => readHome(ctx, ctx.actor, new Date())),

  counts: userProcedure.query(({ ctx }) => readHomeCounts(ctx.db, ctx.actor, new Date())),
});
