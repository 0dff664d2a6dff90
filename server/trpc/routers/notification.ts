import { authorize, authorizeCloud, type Permission } from "#server/domain/access.ts";
import {
  DeliveryRef,
  HookChange,
  HookDraft,
  HookPause,
  HookPlace,
  HookRef,
} from "#server/domain/notification/hook-input.ts";
import { EmailAddress, EmailCode, Preference } from "#server/domain/notification/preference-input.ts";
import {
  changeHook,
  createHook,
  deleteHook,
  listDeliveries,
  listHooks,
  pauseHook,
  renewHookSecret,
  sendAgain,
  testHook,
} from "#server/services/notification/manage-hooks.ts";
import {
  confirmCode,
  readPreference,
  removeEmail,
  savePreference,
  sendCode,
} from "#server/services/notification/my-preference.ts";
import { outletOf } from "../context.ts";
import { router, userProcedure } from "../init.ts";

/** Webhooks are the whole cloud's or one vDC's; who asks names which. */
const hookProcedure = <P extends Permission>(permission: P) =>
  userProcedure.input(HookPlace).use(({ ctx, input: { vdcId }, next }) => {
    const { actor } = ctx;
    const grant = vdcId === null ? authorizeCloud(actor, permission) : authorize(actor, vdcId, permission);
    return next({ ctx: { grant } });
  });

export const notificationRouter = router({
  /** Each person's own, whatever their role. */
  mine: userProcedure.query(({ ctx }) => readPreference(outletOf(ctx), ctx.actor)),

  save: userProcedure
    .input(Preference)
    .mutation(({ ctx, input }) => savePreference(ctx.db, ctx.actor, input)),

  sendCode: userProcedure
    .input(EmailAddress)
    .mutation(({ ctx, input }) => sendCode(outletOf(ctx), ctx.actor, input.email, new Date())),

  confirmCode: userProcedure
    .input(EmailCode)
    .mutation(({ ctx, input }) => confirmCode(outletOf(ctx), ctx.actor, input.code, new Date())),

  removeEmail: userProcedure.mutation(({ ctx }) => removeEmail(ctx.db, ctx.actor)),

  hooks: hookProcedure("notification:read").query(({ ctx }) => listHooks(ctx.db, ctx.grant)),

  deliveries: hookProcedure("notification:read")
    .input(HookRef)
    .query(({ ctx, input }) => listDeliveries(ctx.db, ctx.grant, input.id)),

  createHook: hookProcedure("notification:manage")
    .input(HookDraft)
    .mutation(({ ctx, input }) => createHook(outletOf(ctx), ctx.grant, input)),

  changeHook: hookProcedure("notification:manage")
    .input(HookChange)
    .mutation(({ ctx, input }) => changeHook(outletOf(ctx), ctx.grant, input.id, input.draft)),

  renewSecret: hookProcedure("notification:manage")
    .input(HookRef)
    .mutation(({ ctx, input }) => renewHookSecret(outletOf(ctx), ctx.grant, input.id)),

  pauseHook: hookProcedure("notification:manage")
    .input(HookPause)
    .mutation(({ ctx, input }) => pauseHook(ctx.db, ctx.grant, input.id, input.isPaused, new Date())),

  deleteHook: hookProcedure("notification:manage")
    .input(HookRef)
    .mutation(({ ctx, input }) => deleteHook(ctx.db, ctx.grant, input.id)),

  testHook: hookProcedure("notification:manage")
    .input(HookRef)
    .mutation(({ ctx, input }) => testHook(outletOf(ctx), ctx.grant, input.id, new Date())),

  sendAgain: hookProcedure("notification:manage")
    .input(DeliveryRef)
    .mutation(({ ctx, input }) => sendAgain(outletOf(ctx), ctx.grant, input.id, new Date())),
});
