import { Button } from "../../ui/button.tsx";
import { nounFor } from "../../ui/data-table/noun.ts";
import type { SelectionPreview } from "./use-selection-changes.ts";

const networks = (count: number) => `${count.toLocaleString("en")} ${nounFor(count, "networks")}`;

/** What would happen, and every network that stands in the way. */
export function PreviewText({
  preview: { changedCount, unchangedCount, refused },
  verb,
  onLeaveOut,
}: {
  preview: SelectionPreview;
  /** "change" or "be deleted". */
  verb: string;
  /** Takes those that refuse out of the selection. */
  onLeaveOut: (networkIds: string[]) => void;
}) {
  const refusedIds = [...new Set(refused.map(({ networkId }) => networkId))];
  return (
    <div className="flex flex-col gap-2">
      <output>
        {refused.length === 0
          ? `${networks(changedCount)} would ${verb}.`
          : `Nothing is written while ${refusedIds.length === 1 ? "1 network refuses" : `${networks(refusedIds.length)} refuse`}. ${networks(changedCount)} would ${verb}.`}
        {unchangedCount > 0 &&
          ` ${networks(unchangedCount)} ${unchangedCount === 1 ? "has" : "have"} it already.`}
      </output>
      {refused.length > 0 && (
        <>
          <ul
            aria-label="Networks that refuse"
            className="max-h-48 divide-y divide-line overflow-y-auto rounded-md border border-line"
          >
            {refused.map(({ networkId, networkName, vdcName, message }) => (
              <li key={`${networkId} ${message}`} className="px-3 py-1.5">
                <span className="font-medium text-ink">{networkName}</span>{" "}
                <span className="text-subtle">in {vdcName}</span>
                <span className="block text-down">{message}</span>
              </li>
            ))}
          </ul>
          <Button size="sm" className="self-start" onClick={() => onLeaveOut(refusedIds)}>
            Leave {refusedIds.length === 1 ? "it" : "them"} out
          </Button>
        </>
      )}
    </div>
  );
}
