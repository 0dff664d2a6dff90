import { isEventFor } from "#server/domain/live-event.ts";
import { router, userProcedure } from "../init.ts";

export const liveRouter = router({
  /** What changed elsewhere, as it changes; each tab holds one such stream. */
  events: userProcedure.subscription(async function* ({ ctx, signal }) {
    for await (const event of ctx.events.events(signal)) {
      if (isEventFor(event, ctx.actor)) yield event;
    }
  }),
});
