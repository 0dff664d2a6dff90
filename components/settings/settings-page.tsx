"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import Link from "next/link";
import { useMay } from "../shell/use-may.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { buttonVariants } from "../ui/button-variants.ts";
import { PageHeader } from "../ui/page-header.tsx";
import { SshKeys } from "../ssh-key/ssh-keys.tsx";
import { ChangePassword } from "./change-password.tsx";
import { Installation } from "./installation.tsx";
import { Profile } from "./profile.tsx";
import { ThemeChoice } from "./theme-choice.tsx";

export function SettingsPage() {
  const trpc = useTRPC();
  const may = useMay();
  const { data: me } = useSuspenseQuery(trpc.user.me.queryOptions());
  return (
    <>
      <PageHeader
        title="Settings"
        actions={
          <Link href="/settings/notifications" className={buttonVariants()}>
            <Bell aria-hidden /> Notifications
          </Link>
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <div className="grid gap-4">
          <Profile me={me} />
          <ThemeChoice />
          <ChangePassword />
        </div>
        {may("node:read") && (
          <div className="grid gap-4">
            <Installation />
            <SshKeys />
          </div>
        )}
      </div>
    </>
  );
}
