"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { type Permission, permissionsOf } from "#server/domain/access.ts";
import { useTRPC } from "../trpc/trpc.ts";

/** Whether the signed-in person's role in the cloud allows it; for hiding what the server would refuse. Prefetch `user.me`. */
export function useMay(): (permission: Permission) => boolean {
  const trpc = useTRPC();
  const { data: me } = useSuspenseQuery(trpc.user.me.queryOptions());
  const permissions = me.cloudRole ? permissionsOf(me.cloudRole) : [];
  return (permission) => permissions.includes(permission);
}
