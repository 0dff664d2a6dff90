import { z } from "zod";
import { listOverlayRuleSummaries, overlayRuleByName } from "#server/services/overlay-rule.ts";
import { cloudProcedure, router } from "../init.ts";

const RuleRef = z.object({
  name: z
    .string({ error: "Name the overlay rule." })
    .min(1, "Name the overlay rule.")
    .max(255, "No overlay rule has a name that long."),
});

export const overlayRuleRouter = router({
  list: cloudProcedure("overlay-rule:read").query(({ ctx }) => listOverlayRuleSummaries(ctx.db, ctx.grant)),

  byName: cloudProcedure("overlay-rule:read")
    .input(RuleRef)
    .query(({ ctx, input }) => overlayRuleByName(ctx.db, ctx.grant, input.name)),
});
