import type { Metadata } from "next";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { HomePage } from "#components/home/home-page.tsx";

export const metadata: Metadata = { title: "Home" };

export default function Home() {
  void getQueryClient().prefetchQuery(trpc.home.get.queryOptions());
  return (
    <HydrateClient>
      <HomePage />
    </HydrateClient>
  );
}
