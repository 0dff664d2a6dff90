import * as z from "zod";
import { AddressList, DiagnosisQuestion } from "#server/domain/diagnosis/diagnosis-query.ts";
import { diagnose, diagnoseNetworkOfVdc, findAddressHolders } from "#server/services/diagnosis.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

export const diagnosisRouter = router({
  get: cloudProcedure("mesh:read")
    .input(DiagnosisQuestion)
    .query(({ ctx, input }) => diagnose(ctx, ctx.grant, input, new Date())),

  findAddressHolders: cloudProcedure("mesh:read")
    .input(AddressList)
    .query(({ ctx, input }) => findAddressHolders(ctx, ctx.grant, input, new Date())),

  ofNetworkForVdc: vdcProcedure("mesh:read-own")
    .input(z.object({ networkId: z.guid("This is not a network's id.") }))
    .query(({ ctx, input }) => diagnoseNetworkOfVdc(ctx, ctx.grant, input.networkId, new Date())),
});
