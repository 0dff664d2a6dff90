import type { RouterOutputs } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";

type History = RouterOutputs["warning"]["byId"]["history"];

const WORDS: Record<History[number]["kind"], string> = {
  opened: "Opened",
  resolved: "Closed by itself",
  reopened: "Opened again",
  changed: "Changed",
  flapping: "Began to come and go",
  steady: "Steady again",
  acknowledged: "Acknowledged",
  "acknowledgement-ended": "Acknowledgement ended",
  snoozed: "Snoozed",
  "snooze-ended": "Snooze ended",
  assigned: "Assigned",
  commented: "Comment",
};

/** Newest first. */
export function WarningHistory({ history }: { history: History }) {
  return (
    <ol className="flex flex-col divide-y divide-line">
      {history.map(({ kind, at, actorName, note }, index) => (
        <li key={`${index} ${kind}`} className="py-1.5">
          <div className="flex items-baseline justify-between gap-4">
            <span className="font-medium">
              {WORDS[kind]}
              {actorName && <span className="font-normal text-muted"> by {actorName}</span>}
            </span>
            <Age at={at} className="shrink-0 text-sm text-subtle" />
          </div>
          {note && (
            <p
              className={
                kind === "commented"
                  ? "wrap-anywhere whitespace-pre-wrap"
                  : "text-sm text-muted wrap-anywhere"
              }
            >
              {note}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
