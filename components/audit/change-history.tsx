import { Age } from "../ui/age.tsx";
import { DiffView } from "../ui/diff-view.tsx";
import { changedLines } from "./audit-diff.ts";
import { FromAddress } from "./from-address.tsx";

export type KeptChange = {
  id: string;
  at: Date;
  actorName: string;
  fromAddress: string | null;
  action: string;
  subjectName: string;
  before: unknown;
  after: unknown;
};

const VERBS: Readonly<Record<string, string>> = {
  create: "defined it",
  update: "changed it",
  set: "changed it",
  delete: "deleted it",
  restore: "restored it",
  attach: "shared it",
  detach: "ended its sharing",
};

const VERBS_OF_ADDRESSES: Readonly<Record<string, string>> = {
  "address.add": "listed",
  "address.update": "changed",
  "address.delete": "took off the list",
};

function verbOf({ action, subjectName }: KeptChange, name: string): string {
  const ofAddresses = VERBS_OF_ADDRESSES[action];
  if (ofAddresses !== undefined) return `${ofAddresses} ${subjectName}`;
  const verb = action.slice(action.indexOf(".") + 1);
  const words = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (words !== undefined && subjectName === name) return words;
  return `${verb.replaceAll("-", " ")} ${subjectName}`;
}

/** Who changed one thing, when and from where, with before and after; newest first. */
export function ChangeHistory({ changes, name }: { changes: readonly KeptChange[]; name: string }) {
  if (changes.length === 0) return <p className="text-muted">No change has been kept yet.</p>;
  return (
    <ol aria-label="Changes, newest first" className="flex flex-col gap-4">
      {changes.map((change) => {
        const lines = changedLines(change.before, change.after);
        return (
          <li key={change.id} className="min-w-0">
            <p className="mb-1.5">
              <span className="font-medium">{change.actorName}</span> {verbOf(change, name)}{" "}
              <Age at={change.at} className="text-subtle" />
              <FromAddress address={change.fromAddress} />
            </p>
            {lines.length > 0 ? (
              <DiffView
                lines={lines}
                label={
                  change.before === null
                    ? "As it was made"
                    : change.after === null
                      ? "As it was"
                      : "Before and after"
                }
              />
            ) : (
              <p className="text-sm text-subtle">Nothing differed.</p>
            )}
          </li>
        );
      })}
    </ol>
  );
}
