import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { getSessionActor } from "#app/_trpc/rsc.tsx";

/** Pages of the whole cloud. To people of vDCs they do not exist, which is said before anything is sent, so by the status too. */
export default async function CloudLayout({ children }: { children: ReactNode }) {
  if (!(await getSessionActor())?.cloudRole) notFound();
  return children;
}
