"use client";

import Link from "next/link";
import { PageHeader } from "../ui/page-header.tsx";
import { Button } from "../ui/button.tsx";
import { type HookPlaceProps, Hooks } from "./hooks.tsx";

/** Who is told of one vDC's own warnings. */
export function VdcNotifications({ vdcId, mayManage }: HookPlaceProps & { vdcId: string }) {
  return (
    <>
      <PageHeader
        title="Notifications"
        breadcrumbs={[{ label: "Warnings", href: `/vdcs/${vdcId}/warnings` }]}
        description="Who is told when a warning of this vDC opens, becomes more severe or is resolved."
        actions={
          <Button asChild>
            <Link href="/settings/notifications">Your own e-mail</Link>
          </Button>
        }
      />
      <Hooks vdcId={vdcId} mayManage={mayManage} />
    </>
  );
}
