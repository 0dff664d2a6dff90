import type { ReactNode } from "react";
import { DemoBanner } from "../shell/demo-banner.tsx";
import { Logo } from "../shell/logo.tsx";
import { MeshBackdrop } from "./mesh-backdrop.tsx";

/** What surrounds the form: the name of the place, and what it is for. */
export function SignInFrame({ isDemoFleet, children }: { isDemoFleet: boolean; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col bg-canvas">
      {isDemoFleet && <DemoBanner />}
      <main className="relative isolate grid flex-1 place-items-center overflow-hidden px-4 py-10">
        <MeshBackdrop />
        <div className="w-full max-w-88">
          <div className="rounded-xl border border-line bg-surface p-7 shadow-lg">
            <Logo />
            <h1 className="mt-6 text-xl font-semibold tracking-tight">Sign in</h1>
            <p className="mt-1 mb-6 text-pretty text-muted">
              Overlay networks across physical data centers: define them, see what carries them.
            </p>
            {children}
          </div>
          <p className="mt-4 px-2 text-center text-sm text-pretty text-subtle">
            No account, or the password is lost? An operator of this cloud can help.
          </p>
        </div>
      </main>
    </div>
  );
}
