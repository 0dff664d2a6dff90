import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { getIsDemoFleet, getQueryClient, getSessionActor, trpc } from "../_trpc/rsc.tsx";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  if (!(await getSessionActor())) {
    const path = (await headers()).get("x-overmesh-path") ?? "/";
    redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
  }
  const me = await getQueryClient().fetchQuery(trpc.user.me.queryOptions());
  return (
    <ConsoleShell
      actor={{ name: me.name, cloudRole: me.cloudRole, vdcs: me.memberships }}
      isDemoFleet={await getIsDemoFleet()}
    >
      {children}
    </ConsoleShell>
  );
}
