import * as z from "zod";
import { setAddressScope } from "#server/services/overlay-rule-address-scope.ts";
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

  /** `rule`: an address may occur once on the whole rule, instead of once on each segment. */
  setAddressScope: cloudProcedure("overlay-rule:manage")
    .input(
      RuleRef.extend({ addressScope: z.enum(["segment", "rule"], { error: "Choose segment or rule." }) }),
    )
    .mutation(({ ctx, input }) => setAddressScope(ctx.db, ctx.grant, input)),
});
