import { Progress } from "../ui/progress.tsx";
import { nounFor } from "../ui/data-table/noun.ts";
import type { SshKey } from "./ssh-keys.tsx";

const STATE_WORDS = {
  queued: "waiting",
  checking: "being asked",
  accepted: "lets it in",
  refused: "does not let it in",
  failed: "could not be asked",
} as const;

/** How far the check of a key is, said as it goes on. */
export function KeyCheckProgress({ counts }: Pick<SshKey, "counts">) {
  const { accepted, refused, failed, waiting, unchecked } = counts;
  const total = accepted + refused + failed + waiting + unchecked;
  const done = accepted + refused + failed;
  if (done + waiting === 0) return null;
  return (
    <div className="flex flex-col gap-1">
      <Progress label="Check of the key on all nodes" done={done} total={total} failed={refused + failed} />
      <output className="text-sm text-muted tabular-nums">
        {accepted} of {total} {nounFor(total, "nodes")} {accepted === 1 ? "lets" : "let"} it in
        {refused > 0 && `, ${refused} ${refused === 1 ? "does" : "do"} not`}
        {failed > 0 && `, ${failed} could not be asked`}
        {waiting > 0 && `, ${waiting} to go`}
        {unchecked > 0 && `, ${unchecked} not asked`}.
      </output>
    </div>
  );
}

/** Nodes one by one, with what each said; `count`: how many there are in all. */
export function KeyCheckList({
  label,
  listed,
  count,
}: { label: string; count: number } & Pick<SshKey, "listed">) {
  if (listed.length === 0) return null;
  return (
    <ul
      aria-label={label}
      // The list scrolls, so the keyboard must be able to reach it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="max-h-60 divide-y divide-line overflow-y-auto rounded-lg border border-line"
    >
      {listed.map(({ nodeId, hostname, state, detail }) => (
        <li key={nodeId} className="flex flex-wrap items-baseline gap-x-3 px-3 py-1 text-sm">
          <span className="font-medium wrap-anywhere">{hostname}</span>
          <span className={state === "refused" || state === "failed" ? "text-down" : "text-muted"}>
            {state ? STATE_WORDS[state] : "not asked yet"}
          </span>
          {detail && <span className="basis-full wrap-anywhere text-subtle">{detail}</span>}
        </li>
      ))}
      {count > listed.length && (
        <li className="px-3 py-1 text-sm text-subtle">
          and {(count - listed.length).toLocaleString("en")} more
        </li>
      )}
    </ul>
  );
}
