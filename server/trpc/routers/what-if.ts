import { WhatIfNodeSearch, WhatIfQuestion } from "#server/domain/what-if/what-if-input.ts";
import { judgeWhatIf, listWhatIfOptions, searchWhatIfNodes } from "#server/services/what-if.ts";
import { cloudProcedure, router } from "../init.ts";

export const whatIfRouter = router({
  /** What would be different; nothing is changed. */
  judge: cloudProcedure("mesh:read")
    .input(WhatIfQuestion)
    .query(({ ctx, input }) => judgeWhatIf(ctx, ctx.grant, input.changes, new Date())),

  listOptions: cloudProcedure("mesh:read").query(({ ctx }) => listWhatIfOptions(ctx, ctx.grant, new Date())),

  searchNodes: cloudProcedure("mesh:read")
    .input(WhatIfNodeSearch)
    .query(({ ctx, input }) => searchWhatIfNodes(ctx, ctx.grant, input, new Date())),
});
