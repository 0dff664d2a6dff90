"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import type { Permission } from "#server/domain/access.ts";
import { useTRPC } from "../trpc/trpc.ts";

/** The vDC a page is about, and what the signed-in person may do in it. Prefetch `vdc.byId`. */
export function useVdc(vdcId: string): { name: string; may: (permission: Permission) => boolean } {
  const { data: vdc } = useSuspenseQuery(useTRPC().vdc.byId.queryOptions({ vdcId }));
  return { name: vdc.name, may: (permission) => vdc.permissions.includes(permission) };
}
