import type { Metadata } from "next";
import { getQueryClient, getSessionActor, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { SettingsPage } from "#components/settings/settings-page.tsx";

export const metadata: Metadata = { title: "Settings" };

export default async function Page() {
  const queryClient = getQueryClient();
  void queryClient.prefetchQuery(trpc.user.me.queryOptions());
  if ((await getSessionActor())?.cloudRole) {
    void queryClient.prefetchQuery(trpc.settings.get.queryOptions());
    void queryClient.prefetchQuery(trpc.sshKey.list.queryOptions());
  }
  return (
    <HydrateClient>
      <SettingsPage />
    </HydrateClient>
  );
}
