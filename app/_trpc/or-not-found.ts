import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";

/** Waits for what a page is about. What does not exist, is not one's own or has no possible id is the same: not found. */
export async function orNotFound<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TRPCError && error.code !== "INTERNAL_SERVER_ERROR") notFound();
    throw error;
  }
}
