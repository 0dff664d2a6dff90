import * as z from "zod";
import { PdcPlace } from "#server/domain/pdc-place.ts";
import { PdcSchedule } from "#server/domain/refresh-schedule.ts";
import { listPdcs, setPdcPlace, setPdcSchedule } from "#server/services/pdc.ts";
import { cloudProcedure, router } from "../init.ts";

const PdcName = z.string().max(255, "A PDC name has at most 255 characters.");

export const pdcRouter = router({
  list: cloudProcedure("node:read").query(({ ctx }) => listPdcs(ctx, ctx.grant, new Date())),

  setSchedule: cloudProcedure("node:manage")
    .input(z.object({ pdcName: PdcName, schedule: PdcSchedule }))
    .mutation(({ ctx, input }) => setPdcSchedule(ctx, ctx.grant, input)),

  setPlace: cloudProcedure("node:manage")
    .input(
      z.object({
        pdcName: PdcName.min(1, "Nodes without a name stand nowhere."),
        place: PdcPlace.nullable(),
      }),
    )
    .mutation(({ ctx, input }) => setPdcPlace(ctx, ctx.grant, input)),
});
