import * as z from "zod";
import { ApprovalNote, DeclineReason, RequestDraft } from "#server/domain/delegation-request.ts";
import { DelegationDraft } from "#server/domain/delegation.ts";
import { approveRequest, declineRequest } from "#server/services/delegation-request/answer-request.ts";
import {
  listOpenRequests,
  listRequests,
  proposeForRequest,
} from "#server/services/delegation-request/read-requests.ts";
import {
  changeRequest,
  sendRequest,
  withdrawRequest,
} from "#server/services/delegation-request/send-request.ts";
import { cloudProcedure, router, vdcProcedure } from "../init.ts";

const requestId = z.guid({ error: "No such request." });

export const delegationRequestRouter = router({
  /** Of every vDC, for operators and auditors. */
  listOpen: cloudProcedure("delegation:read").query(({ ctx }) => listOpenRequests(ctx.db, ctx.grant)),

  list: vdcProcedure("delegation:read").query(({ ctx }) => listRequests(ctx.db, ctx.grant)),

  send: vdcProcedure("delegation:request")
    .input(z.object({ draft: RequestDraft }))
    .mutation(({ ctx, input }) => sendRequest(ctx.db, ctx.grant, input.draft)),

  update: vdcProcedure("delegation:request")
    .input(z.object({ requestId, draft: RequestDraft }))
    .mutation(({ ctx, input }) => changeRequest(ctx.db, ctx.grant, input)),

  withdraw: vdcProcedure("delegation:request")
    .input(z.object({ requestId }))
    .mutation(({ ctx, input }) => withdrawRequest(ctx.db, ctx.grant, input.requestId)),

  previewAnswer: vdcProcedure("delegation:manage")
    .input(z.object({ requestId }))
    .query(({ ctx, input }) => proposeForRequest(ctx.db, ctx.grant, input.requestId)),

  approve: vdcProcedure("delegation:manage")
    .input(
      z.object({
        requestId,
        draft: DelegationDraft,
        over: DelegationDraft,
        markOutside: z.boolean().default(false),
        answer: ApprovalNote,
      }),
    )
    .mutation(({ ctx, input }) => approveRequest(ctx.db, ctx.grant, input)),

  decline: vdcProcedure("delegation:manage")
    .input(z.object({ requestId, reason: DeclineReason }))
    .mutation(({ ctx, input }) => declineRequest(ctx.db, ctx.grant, input)),
});
