import { TRPCError } from "@trpc/server";
import { expect, it, vi } from "vitest";
import { makeQueryClient } from "./query-client.ts";

it("asks once on the server: a page about what does not exist says so without waiting", async () => {
  const queryFn = vi.fn<() => Promise<never>>(async () => {
    throw new TRPCError({ code: "NOT_FOUND", message: "No such node." });
  });
  await expect(makeQueryClient().fetchQuery({ queryKey: ["node"], queryFn })).rejects.toThrow(
    "No such node.",
  );
  expect(queryFn).toHaveBeenCalledOnce();
});
