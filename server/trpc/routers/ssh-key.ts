import { NewSshKey, SshKeyRef, SshKeySwitch } from "#server/domain/ssh-key.ts";
import { prepareKey, removeKey, switchKey } from "#server/services/ssh-key/change-keys.ts";
import { orderKeyCheck } from "#server/services/ssh-key/check-keys.ts";
import { listKeys } from "#server/services/ssh-key/read-keys.ts";
import { withSsh } from "../context.ts";
import { cloudProcedure, router } from "../init.ts";

export const sshKeyRouter = router({
  list: cloudProcedure("node:read").query(({ ctx }) => listKeys(withSsh(ctx), ctx.grant)),

  prepare: cloudProcedure("node:manage")
    .input(NewSshKey)
    .mutation(({ ctx, input }) => prepareKey(withSsh(ctx), ctx.grant, input, new Date())),

  check: cloudProcedure("node:manage")
    .input(SshKeyRef)
    .mutation(({ ctx, input }) => orderKeyCheck(withSsh(ctx), ctx.grant, input.fingerprint, new Date())),

  switch: cloudProcedure("node:manage")
    .input(SshKeySwitch)
    .mutation(({ ctx, input }) => switchKey(withSsh(ctx), ctx.grant, input, new Date())),

  remove: cloudProcedure("node:manage")
    .input(SshKeyRef)
    .mutation(({ ctx, input }) => removeKey(withSsh(ctx), ctx.grant, input.fingerprint)),
});
