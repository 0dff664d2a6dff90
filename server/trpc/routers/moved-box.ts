import { MovedBoxes } from "#server/domain/mesh/moved-box.ts";
import { keepMovedBoxes, putBoxesBack, readMovedBoxes } from "#server/services/mesh/moved-boxes.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

const PictureRef = MovedBoxes.pick({ picture: true });

/** Where the signed-in person moved PDCs to in the pictures of the mesh. */
export const movedBoxRouter = router({
  list: cloudProcedure("mesh:read").query(({ ctx }) => readMovedBoxes(ctx.db, ctx.grant)),

  keep: cloudProcedure("mesh:read")
    .input(MovedBoxes)
    .mutation(({ ctx, input }) => keepMovedBoxes(ctx.db, ctx.grant, input, new Date())),

  putBack: cloudProcedure("mesh:read")
    .input(PictureRef)
    .mutation(({ ctx, input }) => putBoxesBack(ctx.db, ctx.grant, input.picture)),

  listForVdc: vdcProcedure("mesh:read-own").query(({ ctx }) => readMovedBoxes(ctx.db, ctx.grant)),

  keepForVdc: vdcProcedure("mesh:read-own")
    .input(MovedBoxes)
    .mutation(({ ctx, input }) => keepMovedBoxes(ctx.db, ctx.grant, input, new Date())),

  putBackForVdc: vdcProcedure("mesh:read-own")
    .input(PictureRef)
    .mutation(({ ctx, input }) => putBoxesBack(ctx.db, ctx.grant, input.picture)),
});
