import { router } from "./init.ts";
import { delegationRouter } from "./routers/delegation.ts";
import { liveRouter } from "./routers/live.ts";
import { memberRouter } from "./routers/member.ts";
import { networkRouter } from "./routers/network.ts";
import { nodeRouter } from "./routers/node.ts";
import { refreshRouter } from "./routers/refresh.ts";
import { userRouter } from "./routers/user.ts";
import { vdcRouter } from "./routers/vdc.ts";

/** Everything the screen can ask for; one router a noun. */
export const appRouter = router({
  delegation: delegationRouter,
  live: liveRouter,
  member: memberRouter,
  network: networkRouter,
  node: nodeRouter,
  refresh: refreshRouter,
  user: userRouter,
  vdc: vdcRouter,
});

export type AppRouter = typeof appRouter;
