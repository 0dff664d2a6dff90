"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { WARNING_CATALOGUE } from "#server/domain/warnings/catalogue.ts";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { SeverityIcon } from "../ui/severity-badge.tsx";
import { warningHref, warningsHref } from "./warning-view.ts";

type ReadWarning = RouterOutputs["warning"]["byId"];
type Told = Pick<ReadWarning["effects"][number], "id" | "code" | "severity" | "subjectLabel">;

/** What the warning is an effect of, or what its effects are. */
export function RelatedWarnings({
  warning: { id, rootCause, effects, effectCount },
}: {
  warning: Pick<ReadWarning, "id" | "rootCause" | "effects" | "effectCount">;
}) {
  if (rootCause) {
    return (
      <section>
        <h3 className="mb-1 text-sm font-semibold text-muted">An effect of</h3>
        <ToldList told={[rootCause]} />
      </section>
    );
  }
  if (effectCount === 0) return null;
  return (
    <section>
      <h3 className="mb-1 text-sm font-semibold text-muted">
        {effectCount === 1 ? "Its effect" : `Its ${effectCount} effects`}
      </h3>
      <ToldList told={effects} />
      {effectCount > effects.length && (
        <Link
          href={warningsHref({ state: "all", effects: "folded", rootCauseId: id })}
          className="font-medium text-accent-ink hover:underline"
        >
          All {effectCount} in the queue
        </Link>
      )}
    </section>
  );
}

function ToldList({ told }: { told: readonly Told[] }) {
  const search = useSearchParams().toString();
  return (
    <ul className="flex flex-col gap-1">
      {told.map(({ id, code, severity, subjectLabel }) => (
        <li key={id} className="flex min-w-0 items-baseline gap-2">
          <SeverityIcon severity={severity} className="self-center" />
          <Link
            href={warningHref(search, id)}
            prefetch={false}
            className="shrink-0 font-medium text-accent-ink hover:underline"
          >
            {WARNING_CATALOGUE[code].title}
          </Link>
          <span className="truncate text-muted">{subjectLabel}</span>
        </li>
      ))}
    </ul>
  );
}
