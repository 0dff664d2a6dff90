import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../trpc/trpc.ts";

/** What can be done with a key; every answer makes the list of keys be read again. */
export function useKeyMutations() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries(trpc.sshKey.pathFilter());
  return {
    prepare: useMutation(trpc.sshKey.prepare.mutationOptions({ onSettled })),
    check: useMutation(trpc.sshKey.check.mutationOptions({ onSettled })),
    switchTo: useMutation(trpc.sshKey.switch.mutationOptions({ onSettled })),
    remove: useMutation(trpc.sshKey.remove.mutationOptions({ onSettled })),
  };
}
