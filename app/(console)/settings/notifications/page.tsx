import type { Metadata } from "next";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { NotificationsPage } from "#components/notification/notifications-page.tsx";

export const metadata: Metadata = { title: "Notifications" };

export default async function Page() {
  const queryClient = getQueryClient();
  void queryClient.prefetchQuery(trpc.user.me.queryOptions());
  void queryClient.prefetchQuery(trpc.notification.mine.queryOptions());
  if ((await getSessionActor())?.cloudRole) {
    void queryClient.prefetchQuery(trpc.notification.hooks.queryOptions({ vdcId: null }));
  }
  return (
    <HydrateClient>
      <NotificationsPage />
    </HydrateClient>
  );
}
