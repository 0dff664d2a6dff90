"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";

/** Something large to choose from, there when it is asked for. */
export function Picker({ label, children }: { label: string; children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details
      open={isOpen}
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
      className="group/picker"
    >
      <summary className="inline-flex list-none items-center gap-1 rounded-sm text-sm text-accent-ink hover:underline [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open/picker:rotate-90" />
        {label}
      </summary>
      {isOpen && <div className="mt-2 rounded-md border border-line p-3">{children}</div>}
    </details>
  );
}
