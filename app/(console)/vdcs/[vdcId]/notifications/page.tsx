import type { Metadata } from "next";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { VdcNotifications } from "#components/notification/vdc-notifications.tsx";
import { mayIn } from "#server/domain/access.ts";

export const metadata: Metadata = { title: "Notifications" };

export default async function VdcNotificationsPage({ params }: { params: Promise<{ vdcId: string }> }) {
  const { vdcId } = await params;
  const actor = await getSessionActor();
  void getQueryClient().prefetchQuery(trpc.notification.hooks.queryOptions({ vdcId }));
  return (
    <HydrateClient>
      <VdcNotifications
        vdcId={vdcId}
        mayManage={actor !== null && mayIn(actor, vdcId, "notification:manage")}
      />
    </HydrateClient>
  );
}
