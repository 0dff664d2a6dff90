import { CloudRoleChange, MembershipChange, NewUser, UserRef } from "#server/domain/user.ts";
import { describeActor } from "#server/services/actor.ts";
import {
  createUser,
  disableUser,
  enableUser,
  listUsers,
  resetPassword,
  setCloudRole,
  setMemberships,
} from "#server/services/user.ts";
import { cloudProcedure, router, userProcedure } from "../init.ts";

export const userRouter = router({
  /** The signed-in person. */
  me: userProcedure.query(({ ctx }) => describeActor(ctx.db, ctx.actor)),

  list: cloudProcedure("user:read").query(({ ctx }) => listUsers(ctx.db, ctx.grant)),

  create: cloudProcedure("user:manage")
    .input(NewUser)
    .mutation(({ ctx, input }) => createUser(ctx.db, ctx.grant, input)),

  setCloudRole: cloudProcedure("user:manage")
    .input(CloudRoleChange)
    .mutation(({ ctx, input }) => setCloudRole(ctx.db, ctx.grant, input)),

  setMemberships: cloudProcedure("user:manage")
    .input(MembershipChange)
    .mutation(({ ctx, input }) => setMemberships(ctx.db, ctx.grant, input)),

  disable: cloudProcedure("user:manage")
    .input(UserRef)
    .mutation(({ ctx, input }) => disableUser(ctx.db, ctx.grant, input.userId, new Date())),

  enable: cloudProcedure("user:manage")
    .input(UserRef)
    .mutation(({ ctx, input }) => enableUser(ctx.db, ctx.grant, input.userId)),

  resetPassword: cloudProcedure("user:manage")
    .input(UserRef)
    .mutation(({ ctx, input }) => resetPassword(ctx.db, ctx.grant, input.userId)),
});
