import type { ReactNode } from "react";
import type { Observed } from "#server/domain/facts.ts";
import { Age } from "../ui/age.tsx";
import { Badge } from "../ui/badge.tsx";
import { Panel } from "../ui/panel.tsx";

export type FactSectionProps<T> = {
  title: string;
  part: Observed<T> | null | undefined;
  /** Why the last refresh could not read this part. */
  failure?: string | undefined;
  description?: ReactNode;
  children: (value: T) => ReactNode;
};

/** One part of a node's facts with its own age, or the plain word that it was not reported. */
export function FactSection<T>({ title, part, failure, description, children }: FactSectionProps<T>) {
  return (
    <Panel
      flush
      title={title}
      description={description}
      actions={
        part && (
          <span className="text-sm text-subtle">
            read <Age at={part.observedAt} />
          </span>
        )
      }
    >
      {failure && (
        <p className="flex flex-wrap items-center gap-2 border-b border-line bg-degraded-soft px-4 py-2 text-degraded">
          <Badge tone="caution">Not read last time</Badge>
          <span className="min-w-0 wrap-anywhere">{failure}</span>
        </p>
      )}
      {part ? children(part.value) : <p className="px-4 py-3 text-subtle">Not reported.</p>}
    </Panel>
  );
}
