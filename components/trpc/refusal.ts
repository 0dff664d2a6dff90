import { TRPCClientError } from "@trpc/client";
import type { Violation } from "#server/domain/errors.ts";
import type { AppRouter } from "#server/trpc/root.ts";

const REFUSALS = new Set([
  "BAD_REQUEST",
  "UNAUTHORIZED",
  "FORBIDDEN",
  "NOT_FOUND",
  "CONFLICT",
  "UNPROCESSABLE_CONTENT",
]);

function dataOf(error: unknown) {
  if (!(error instanceof TRPCClientError)) return null;
  // The only server this talks to is the one whose router this is.
  return (error as TRPCClientError<AppRouter>).data ?? null;
}

/** An answer that asking again would not change. */
export function isRefusal(error: unknown): boolean {
  return REFUSALS.has(dataOf(error)?.code ?? "");
}

export function isSignedOut(error: unknown): boolean {
  return dataOf(error)?.code === "UNAUTHORIZED";
}

/** What was wrong, field by field; none when the refusal is about the whole or the failure is no refusal. */
export function violationsOf(error: unknown): readonly Violation[] {
  return dataOf(error)?.violations ?? [];
}

/** One sentence for a person, also when the server could not be reached at all. */
export function sentenceOf(error: unknown): string {
  if (dataOf(error) && error instanceof Error) return error.message;
  return error instanceof TRPCClientError
    ? "The server could not be reached. Check the connection and try again."
    : "Something went wrong on this page. Try again.";
}
