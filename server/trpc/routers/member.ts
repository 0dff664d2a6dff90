import { MemberRole, NewViewer, UserRef } from "#server/domain/user.ts";
import { addViewer, listMembers, removeMember, setMemberRole } from "#server/services/member.ts";
import { router, vdcProcedure } from "../init.ts";

export const memberRouter = router({
  list: vdcProcedure("member:read").query(({ ctx }) => listMembers(ctx.db, ctx.grant)),

  addViewer: vdcProcedure("member:add-viewer")
    .input(NewViewer)
    .mutation(({ ctx, input }) => addViewer(ctx.db, ctx.grant, input)),

  setRole: vdcProcedure("member:manage")
    .input(MemberRole)
    .mutation(({ ctx, input }) => setMemberRole(ctx.db, ctx.grant, input)),

  remove: vdcProcedure("member:manage")
    .input(UserRef)
    .mutation(({ ctx, input }) => removeMember(ctx.db, ctx.grant, input.userId)),
});
