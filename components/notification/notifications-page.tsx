"use client";

import { useMay } from "../shell/use-may.ts";
import { PageHeader } from "../ui/page-header.tsx";
import { Hooks } from "./hooks.tsx";
import { MyNotifications } from "./my-notifications.tsx";

export function NotificationsPage() {
  const may = useMay();
  return (
    <>
      <PageHeader
        title="Notifications"
        breadcrumbs={[{ label: "Settings", href: "/settings" }]}
        description="Who is told when a warning opens, becomes more severe or is resolved. What is acknowledged or snoozed, and effects of a cause that was told, are not told one by one."
      />
      <div className="grid items-start gap-4">
        {may("notification:read") && <Hooks vdcId={null} mayManage={may("notification:manage")} />}
        <MyNotifications />
      </div>
    </>
  );
}
