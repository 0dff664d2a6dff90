import { FlaskConical } from "lucide-react";

export function DemoBanner() {
  return (
    <aside
      aria-label="Demo fleet"
      className="flex items-center justify-center gap-2 border-b border-line bg-info-soft px-4 py-1 text-center text-sm text-info"
    >
      <FlaskConical aria-hidden className="size-3.5 shrink-0 max-sm:hidden" />
      <p>
        Demo fleet: these compute nodes are stand-ins<span className="max-sm:hidden"> on this computer</span>.
      </p>
    </aside>
  );
}
