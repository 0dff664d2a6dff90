import { router } from "./init.ts";
import { liveRouter } from "./routers/live.ts";
import { memberRouter } from "./routers/member.ts";
import { nodeRouter } from "./routers/node.ts";
import { refreshRouter } from "./routers/refresh.ts";
import { userRouter } from "./routers/user.ts";

/** Everything the screen can ask for; one router a noun. */
export const appRouter = router({
  live: liveRouter,
  member: memberRouter,
  node: nodeRouter,
  refresh: refreshRouter,
  user: userRouter,
});

export type AppRouter = typeof appRouter;
