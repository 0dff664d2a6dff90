import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { RouterOutputs } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { DiffView } from "../ui/diff-view.tsx";
import { formatInstant } from "../ui/format-age.ts";
import { auditDiff, changedFields } from "./audit-diff.ts";
import { FromAddress } from "./from-address.tsx";
import { actionWords, subjectHref } from "./audit-words.ts";

export type AuditEvent = RouterOutputs["audit"]["list"]["events"][number];

/** "olga created network web", with the subject's page where it has one and a link may stand there. */
export function AuditSentence({ event, isLinked = true }: { event: AuditEvent; isLinked?: boolean }) {
  const href = isLinked ? subjectHref(event) : null;
  return (
    <span className="min-w-0 wrap-anywhere">
      <span className="font-medium">{event.actorName}</span>{" "}
      <span className="text-muted">{actionWords(event.action, event.subjectKind)}</span>{" "}
      {href ? (
        <Link href={href} prefetch={false} className="font-medium hover:underline">
          {event.subjectName}
        </Link>
      ) : (
        <span className="font-medium">{event.subjectName}</span>
      )}
    </span>
  );
}

/** One event; opened, it shows before and after. */
export function AuditEventItem({ event }: { event: AuditEvent }) {
  const { at, action, before, after, subjectName } = event;
  const lines = auditDiff(before, after);
  const fields = changedFields(before, after);
  const href = subjectHref(event);
  if (lines.length === 0) {
    return (
      <li className="flex items-baseline gap-3 px-4 py-2 pl-10">
        <AuditSentence event={event} />
        <FromAddress address={event.fromAddress} />
        <Age at={at} className="ml-auto text-sm text-subtle" />
      </li>
    );
  }
  return (
    <li>
      <details className="group">
        <summary className="flex list-none items-baseline gap-2.5 px-4 py-2 hover:bg-hover focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-3.5 shrink-0 translate-y-0.5 text-subtle transition-transform group-open:rotate-90"
          />
          <AuditSentence event={event} isLinked={false} />
          {fields.length > 0 && (
            <span className="hidden min-w-0 truncate text-sm text-subtle sm:inline">{fields.join(", ")}</span>
          )}
          <Age at={at} className="ml-auto text-sm text-subtle" />
        </summary>
        <div className="space-y-2 px-4 pt-1 pb-3 sm:pl-10">
          <p className="text-sm text-subtle">
            {formatInstant(at)}
            <FromAddress address={event.fromAddress} /> · <span className="font-mono">{action}</span>
            {href && (
              <>
                {" · "}
                <Link href={href} prefetch={false} className="text-accent-ink hover:underline">
                  Go to {subjectName}
                </Link>
              </>
            )}
          </p>
          <DiffView lines={lines} label={`${subjectName}, before and after`} />
        </div>
      </details>
    </li>
  );
}
