"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { useTRPC } from "../trpc/trpc.ts";
import { CloudHome } from "./cloud-home.tsx";
import { VdcsHome } from "./vdcs-home.tsx";

export function HomePage() {
  const trpc = useTRPC();
  const { data: home } = useSuspenseQuery(trpc.home.get.queryOptions());
  return home.kind === "cloud" ? <CloudHome home={home} /> : <VdcsHome home={home} />;
}
