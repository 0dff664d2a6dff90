import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { SignInForm } from "#components/sign-in/sign-in-form.tsx";
import { SignInFrame } from "#components/sign-in/sign-in-frame.tsx";
import { returnPath } from "#server/domain/return-path.ts";
import { contextOf } from "#server/trpc/request-context.ts";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const next = returnPath((await searchParams).next);
  const { actor, settings } = await contextOf(await headers());
  if (actor) redirect(next);
  return (
    <SignInFrame isDemoFleet={settings.isDemoFleet}>
      <SignInForm next={next} />
    </SignInFrame>
  );
}
