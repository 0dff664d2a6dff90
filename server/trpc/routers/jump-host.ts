import { JumpHostDraft, JumpHostKeyAnswer, JumpHostRef } from "#server/domain/jump-host.ts";
import { checkJumpHost } from "#server/services/jump-host/check-jump-host.ts";
import {
  confirmJumpHostKey,
  listJumpHosts,
  refuseJumpHostKey,
  removeJumpHost,
  setJumpHost,
} from "#server/services/jump-host/manage-jump-hosts.ts";
import { withSsh } from "../context.ts";
import { cloudProcedure, router } from "../init.ts";

export const jumpHostRouter = router({
  list: cloudProcedure("node:read").query(({ ctx }) => listJumpHosts(ctx.db, ctx.grant)),

  set: cloudProcedure("node:manage")
    .input(JumpHostDraft)
    .mutation(({ ctx, input }) => setJumpHost(ctx, ctx.grant, input)),

  check: cloudProcedure("node:manage")
    .input(JumpHostRef)
    .mutation(({ ctx, input }) => checkJumpHost(withSsh(ctx), ctx.grant, input.pdcName, new Date())),

  confirmHostKey: cloudProcedure("node:manage")
    .input(JumpHostKeyAnswer)
    .mutation(({ ctx, input }) => confirmJumpHostKey(ctx.db, ctx.grant, input, new Date())),

  refuseHostKey: cloudProcedure("node:manage")
    .input(JumpHostKeyAnswer)
    .mutation(({ ctx, input }) => refuseJumpHostKey(ctx.db, ctx.grant, input)),

  remove: cloudProcedure("node:manage")
    .input(JumpHostRef)
    .mutation(({ ctx, input }) => removeJumpHost(ctx.db, ctx.grant, input.pdcName)),
});
