import { readSettings } from "#server/services/settings.ts";
import { cloudProcedure, router } from "../init.ts";

export const settingsRouter = router({
  get: cloudProcedure("node:read").query(({ ctx }) => readSettings(ctx, ctx.grant)),
});
