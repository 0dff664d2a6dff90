import * as z from "zod";
import { CloudNetworkSelection, NetworksChange, NetworkSelection } from "#server/domain/network/selection.ts";
import {
  deleteSelection,
  previewDeletion,
  previewUpdate,
  updateSelection,
} from "#server/services/network/change-selection.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

const ofVdc = z.object({ selection: NetworkSelection });
const ofCloud = z.object({ selection: CloudNetworkSelection });
const change = { change: NetworksChange };
/** As the preview told it; all of them are changed, or none. */
const counted = { networkCount: z.number().int().min(1) };

/** Previews are mutations by their way alone: a selection may be longer than an address. They write nothing. */
export const networkSelectionRouter = router({
  previewUpdate: vdcProcedure("network:update")
    .input(ofVdc.extend(change))
    .mutation(({ ctx, input }) => previewUpdate(ctx.db, ctx.grant, input.selection, input.change)),

  update: vdcProcedure("network:update")
    .input(ofVdc.extend({ ...change, ...counted }))
    .mutation(({ ctx, input }) => updateSelection(ctx.db, ctx.grant, input.selection, input)),

  previewDelete: vdcProcedure("network:delete")
    .input(ofVdc)
    .mutation(({ ctx, input }) => previewDeletion(ctx.db, ctx.grant, input.selection)),

  delete: vdcProcedure("network:delete")
    .input(ofVdc.extend(counted))
    .mutation(({ ctx, input }) => deleteSelection(ctx, ctx.grant, input.selection, input.networkCount)),

  previewUpdateOfCloud: cloudProcedure("network:update")
    .input(ofCloud.extend(change))
    .mutation(({ ctx, input }) => previewUpdate(ctx.db, ctx.grant, input.selection, input.change)),

  updateOfCloud: cloudProcedure("network:update")
    .input(ofCloud.extend({ ...change, ...counted }))
    .mutation(({ ctx, input }) => updateSelection(ctx.db, ctx.grant, input.selection, input)),

  previewDeleteOfCloud: cloudProcedure("network:delete")
    .input(ofCloud)
    .mutation(({ ctx, input }) => previewDeletion(ctx.db, ctx.grant, input.selection)),

  deleteOfCloud: cloudProcedure("network:delete")
    .input(ofCloud.extend(counted))
    .mutation(({ ctx, input }) => deleteSelection(ctx, ctx.grant, input.selection, input.networkCount)),
});
