import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { LiveUpdates } from "#components/shell/live-updates.tsx";
import type { ShellActor } from "#components/shell/navigation.ts";
import { getIsDemoFleet, getQueryClient, getSessionActor, HydrateFrame, trpc } from "../_trpc/rsc.tsx";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  if (!(await getSessionActor())) {
    const path = (await headers()).get("x-overmesh-path") ?? "/";
    redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
  }
  const [actor] = await Promise.all([
    loadShellActor(),
    getQueryClient().prefetchQuery(trpc.home.counts.queryOptions()),
  ]);
  return (
    <HydrateFrame
      queryKeys={[trpc.user.me.queryKey(), trpc.vdc.list.queryKey(), trpc.home.counts.queryKey()]}
    >
      <ConsoleShell actor={actor} isDemoFleet={await getIsDemoFleet()} connection={<LiveUpdates />}>
        {children}
      </ConsoleShell>
    </HydrateFrame>
  );
}

/** People of the cloud may open every vDC, others those they are members of. */
async function loadShellActor(): Promise<ShellActor> {
  const queryClient = getQueryClient();
  const { name, cloudRole, memberships } = await queryClient.fetchQuery(trpc.user.me.queryOptions());
  if (!cloudRole) return { name, cloudRole, vdcs: memberships };
  const vdcs = await queryClient.fetchQuery(trpc.vdc.list.queryOptions());
  return { name, cloudRole, vdcs: vdcs.map((vdc) => ({ vdcId: vdc.id, vdcName: vdc.name, role: null })) };
}
