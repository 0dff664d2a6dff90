"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { HealthState } from "#server/domain/health.ts";
import { Age } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";

export type PanelHeadProps = {
  kind: string;
  title: ReactNode;
  state: HealthState | null;
  observedAt?: Date | null;
  /** Said after the state's word. */
  detail?: string | undefined;
  sentence?: ReactNode;
  onClose: () => void;
  actions?: ReactNode;
};

export function PanelHead({
  kind,
  title,
  state,
  observedAt,
  detail,
  sentence,
  onClose,
  actions,
}: PanelHeadProps) {
  return (
    <div className="px-4 pt-3 pb-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="text-sm text-subtle">{kind}</p>
          <h2 className="text-lg font-semibold wrap-anywhere">{title}</h2>
        </div>
        <Button variant="ghost" size="icon-sm" aria-label="Close the details" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      <div className="mt-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-1">
        {state && <StateBadge state={state} observedAt={observedAt ?? null} {...(detail && { detail })} />}
        {observedAt && (
          <span className="text-sm text-subtle">
            facts from <Age at={observedAt} />
          </span>
        )}
      </div>
      {sentence && <p className="mt-2 text-pretty wrap-anywhere">{sentence}</p>}
      {actions && <div className="mt-3 flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
