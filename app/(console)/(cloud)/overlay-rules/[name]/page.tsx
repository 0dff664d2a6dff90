import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { orNotFound } from "#app/_trpc/or-not-found.ts";
import { getQueryClient, HydrateClient, trpc } from "#app/_trpc/rsc.tsx";
import { RulePage } from "#components/overlay-rule/rule-page.tsx";

export const metadata: Metadata = { title: "Overlay rule" };

/** A mistyped escape in the address names no rule. */
function decoded(name: string): string | null {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}

export default async function OverlayRulePage({ params }: { params: Promise<{ name: string }> }) {
  const name = decoded((await params).name);
  if (name === null) notFound();
  await orNotFound(getQueryClient().fetchQuery(trpc.overlayRule.byName.queryOptions({ name })));
  return (
    <HydrateClient>
      <RulePage name={name} />
    </HydrateClient>
  );
}
