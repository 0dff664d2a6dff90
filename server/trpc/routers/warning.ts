import * as z from "zod";
import {
  PlannedReview,
  VdcWarningPage,
  WarningComment,
  WarningFilter,
  WarningId,
  WarningPage,
  WarningReview,
  WarningSelection,
  WarningViewDraft,
} from "#server/domain/warning-input.ts";
import { commentOnWarning, previewReview, reviewSelection } from "#server/services/warning/change-review.ts";
import {
  listAssignees,
  listWarnings,
  listWarningsOfVdc,
  lookAtWarning,
  readWarning,
  summarizeWarnings,
} from "#server/services/warning/review-queue.ts";
import { deleteView, listViews, saveView } from "#server/services/warning/saved-views.ts";
import { outletOf } from "../context.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

const planned = z.object({ selection: WarningSelection, review: PlannedReview });
const reviewed = z.object({ selection: WarningSelection, review: WarningReview });
const ViewId = z.object({ id: z.guid("This is not a view's id.") });

export const warningRouter = router({
  list: cloudProcedure("warning:read")
    .input(WarningPage)
    .query(({ ctx, input }) => listWarnings(ctx.db, ctx.grant, input, new Date())),

  summary: cloudProcedure("warning:read")
    .input(WarningFilter)
    .query(({ ctx, input }) => summarizeWarnings(ctx.db, ctx.grant, input, new Date())),

  byId: cloudProcedure("warning:read")
    .input(WarningId)
    .query(({ ctx, input }) => readWarning(ctx.db, ctx.grant, input.id, new Date())),

  look: cloudProcedure("warning:read")
    .input(WarningId)
    .mutation(({ ctx, input }) => lookAtWarning(ctx.db, ctx.grant, input.id, new Date())),

  /** A mutation by its way alone: a selection may be longer than an address. It writes nothing. */
  previewReview: cloudProcedure("warning:acknowledge")
    .input(planned)
    .mutation(({ ctx, input }) => previewReview(ctx.db, ctx.grant, input, new Date())),

  /** `warningCount` as the preview told it; all of them are reviewed, or none. */
  review: cloudProcedure("warning:acknowledge")
    .input(reviewed.extend({ warningCount: z.number().int().min(1) }))
    .mutation(({ ctx, input }) => reviewSelection(ctx.db, ctx.grant, input, new Date())),

  comment: cloudProcedure("warning:acknowledge")
    .input(WarningComment)
    .mutation(({ ctx, input }) => commentOnWarning(outletOf(ctx), ctx.grant, input, new Date())),

  listAssignees: cloudProcedure("warning:read").query(({ ctx }) => listAssignees(ctx.db, ctx.grant)),

  listViews: cloudProcedure("warning:read").query(({ ctx }) => listViews(ctx.db, ctx.grant)),

  saveView: cloudProcedure("warning:read")
    .input(WarningViewDraft)
    .mutation(({ ctx, input }) => saveView(ctx.db, ctx.grant, input)),

  deleteView: cloudProcedure("warning:read")
    .input(ViewId)
    .mutation(({ ctx, input }) => deleteView(ctx.db, ctx.grant, input.id)),

  listForVdc: vdcProcedure("warning:read-own")
    .input(VdcWarningPage)
    .query(({ ctx, input }) => listWarningsOfVdc(ctx.db, ctx.grant, input, new Date())),
});
