import { eventsFor } from "#server/services/live.ts";
import { router, userProcedure } from "../init.ts";

export const liveRouter = router({
  /** What changed elsewhere, as it changes; each tab holds one such stream. */
  events: userProcedure.subscription(({ ctx, signal }) => eventsFor(ctx, ctx.actor.userId, signal)),
});
