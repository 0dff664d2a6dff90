import { router } from "./init.ts";
import { liveRouter } from "./routers/live.ts";

/** Everything the screen can ask for; one router a noun. */
export const appRouter = router({
  live: liveRouter,
});

export type AppRouter = typeof appRouter;
