import type { ReactNode } from "react";
import { DemoBanner } from "../shell/demo-banner.tsx";
import { MeshBackdrop } from "./mesh-backdrop.tsx";

/** The card around the form, and what it is for. */
export function SignInFrame({ isDemoFleet, children }: { isDemoFleet: boolean; children: ReactNode }) {
  return (
    <>
      <MeshBackdrop />
      <div className="relative overflow-hidden rounded-xl border border-line bg-surface shadow-lg">
        {isDemoFleet && <DemoBanner />}
        <div className="p-7">
          <h1 className="text-xl font-semibold tracking-tight">Sign in to Overmesh</h1>
          <p className="mt-1 mb-6 text-pretty text-muted">
            Overlay networks across physical data centers: define them, see what carries them.
          </p>
          {children}
        </div>
        <p className="border-t border-line bg-sunken px-7 py-3 text-sm text-pretty text-muted">
          No account, or the password is lost? An operator of this cloud can help.
        </p>
      </div>
    </>
  );
}
