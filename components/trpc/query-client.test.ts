import { MutationObserver, onlineManager } from "@tanstack/react-query";
import { TRPCError } from "@trpc/server";
import { afterEach, expect, it, vi } from "vitest";
import { makeQueryClient } from "./query-client.ts";

afterEach(() => onlineManager.setOnline(true));

it("asks once on the server: a page about what does not exist says so without waiting", async () => {
  const queryFn = vi.fn<() => Promise<never>>(async () => {
    throw new TRPCError({ code: "NOT_FOUND", message: "No such node." });
  });
  await expect(makeQueryClient().fetchQuery({ queryKey: ["node"], queryFn })).rejects.toThrow(
    "No such node.",
  );
  expect(queryFn).toHaveBeenCalledOnce();
});

it("tells at once that a change failed without a network, instead of making it when the network is back", async () => {
  onlineManager.setOnline(false);
  const mutationFn = vi.fn<() => Promise<never>>(async () => {
    throw new Error("Failed to fetch");
  });
  const change = new MutationObserver(makeQueryClient(), { mutationFn });
  await expect(change.mutate()).rejects.toThrow("Failed to fetch");
  onlineManager.setOnline(true);
  expect(mutationFn).toHaveBeenCalledOnce();
});
