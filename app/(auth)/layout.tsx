import type { ReactNode } from "react";
import { Logo } from "#components/shell/logo.tsx";
import { ThemeMenu } from "#components/shell/theme-menu.tsx";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col bg-canvas">
      <header className="flex h-12 items-center justify-between px-4">
        <Logo />
        <ThemeMenu />
      </header>
      <main className="flex flex-1 flex-col items-center px-4 pt-[10vh] pb-16">
        <div className="w-full max-w-88">{children}</div>
      </main>
    </div>
  );
}
