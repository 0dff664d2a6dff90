import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import * as z from "zod";
import { authorize, authorizeCloud, type Permission } from "#server/domain/access.ts";
import { DomainError, type DomainErrorCode, type Violation, wordsOf } from "#server/domain/errors.ts";
import { HOLDS_NUL, holdsNul } from "#server/domain/holds-nul.ts";
import type { Context } from "./context.ts";

const TRPC_CODE = {
  "not-found": "NOT_FOUND",
  forbidden: "FORBIDDEN",
  rejected: "UNPROCESSABLE_CONTENT",
  conflict: "CONFLICT",
} as const satisfies Record<DomainErrorCode, TRPCError["code"]>;

function violationsOf(cause: unknown): readonly Violation[] {
  if (cause instanceof DomainError) return cause.violations;
  if (cause instanceof z.ZodError) {
    return cause.issues.map(({ path, message }) => ({
      field: path.filter((key) => key !== "draft").join("."),
      message,
    }));
  }
  return [];
}

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  sse: { ping: { enabled: true, intervalMs: 5_000 }, client: { reconnectAfterInactivityMs: 15_000 } },
  errorFormatter: ({ shape, error }) => {
    const violations = violationsOf(error.cause);
    const { stack: _, ...data } = shape.data;
    const message =
      error.cause instanceof z.ZodError
        ? wordsOf(violations)
        : error.code === "INTERNAL_SERVER_ERROR"
          ? "Something went wrong on our side; it has been logged."
          : shape.message;
    return { ...shape, message, data: { ...data, violations } };
  },
});

/** A refusal keeps its words; anything else is a bug and reaches the log through the handler's `onError`. */
const refusals = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof DomainError) {
    const { code, message } = result.error.cause;
    throw new TRPCError({ code: TRPC_CODE[code], message, cause: result.error.cause });
  }
  return result;
});

export const router = t.router;
export const createCaller = t.createCallerFactory;

/** Somebody is signed in; says nothing yet of what they may do. */
export const userProcedure = t.procedure.use(refusals).use(async ({ ctx, next, getRawInput }) => {
  if (!ctx.actor) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  if (holdsNul(await getRawInput())) throw new TRPCError({ code: "BAD_REQUEST", message: HOLDS_NUL });
  return next({ ctx: { actor: ctx.actor } });
});

/** Every procedure about one vDC starts here, and must name its permission. It is checked before the rest of the input. */
export const vdcProcedure = <P extends Permission>(permission: P) =>
  userProcedure
    .input(z.object({ vdcId: z.guid("This is not a vDC's id.") }))
    .use(({ ctx, input, next }) => next({ ctx: { grant: authorize(ctx.actor, input.vdcId, permission) } }));

/** Every procedure about the whole cloud starts here. */
export const cloudProcedure = <P extends Permission>(permission: P) =>
  userProcedure.use(({ ctx, next }) => next({ ctx: { grant: authorizeCloud(ctx.actor, permission) } }));
