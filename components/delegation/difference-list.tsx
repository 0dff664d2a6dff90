import { readDelegation } from "#server/domain/delegation-reading.ts";
import type { DelegationDraft } from "#server/domain/delegation.ts";
import { delegationDifference } from "#server/domain/delegation-difference.ts";
import { countIds, type IdRange } from "#server/domain/id-range.ts";
import { spacedRanges } from "./use-sentences.ts";

type DifferenceListProps = { before: DelegationDraft; after: DelegationDraft; emptyText?: string };

/** What `after` gives and takes, in words; ranges that cannot be read yet count as none. */
export function DifferenceList({ before, after, emptyText = "Nothing changes." }: DifferenceListProps) {
  const difference = delegationDifference(
    readDelegation(before).delegation,
    readDelegation(after).delegation,
  );
  const { ids, limit, restriction } = difference;
  if (ids.length === 0 && !limit && !restriction) return <p className="text-muted">{emptyText}</p>;
  const limitWord = (max: number | null) => (max === null ? "no limit" : max.toLocaleString("en"));
  return (
    <ul aria-label="What changes" className="flex flex-col gap-1.5">
      {ids.map(({ label, added, removed }) => (
        <li key={label} className="grid gap-x-3 sm:grid-cols-[minmax(9rem,14rem)_minmax(0,1fr)]">
          <span className="wrap-anywhere text-muted">{label}</span>
          <span className="flex min-w-0 flex-col">
            <Ids sign="+" word="added" ranges={added} className="text-up" />
            <Ids sign="−" word="taken away" ranges={removed} className="text-down" />
          </span>
        </li>
      ))}
      {limit && Number.isFinite(limit.to ?? 0) && (
        <li className="grid gap-x-3 sm:grid-cols-[minmax(9rem,14rem)_minmax(0,1fr)]">
          <span className="text-muted">Limit of networks</span>
          <span className="tabular-nums">
            {limitWord(limit.from)} becomes {limitWord(limit.to)}
          </span>
        </li>
      )}
      {restriction && (
        <li className="grid gap-x-3 sm:grid-cols-[minmax(9rem,14rem)_minmax(0,1fr)]">
          <span className="text-muted">Restricted to its ranges</span>
          <span>{restriction.to ? "no becomes yes" : "yes becomes no"}</span>
        </li>
      )}
    </ul>
  );
}

type IdsProps = { sign: string; word: string; ranges: readonly IdRange[]; className: string };

function Ids({ sign, word, ranges, className }: IdsProps) {
  if (ranges.length === 0) return null;
  const count = countIds(ranges);
  return (
    <span className="wrap-anywhere tabular-nums">
      <span aria-hidden className={className}>
        {sign}
      </span>{" "}
      {spacedRanges(ranges)}{" "}
      <span className="text-subtle">
        ({count === 1 ? "1 id" : `${count.toLocaleString("en")} ids`} {word})
      </span>
    </span>
  );
}
