"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { PART_LABELS } from "#server/domain/facts-difference.ts";
import { DifferenceItems } from "../refresh/differences.tsx";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";
import { Button } from "../ui/button.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { downloadText } from "../ui/data-table/export.ts";
import { ErrorState } from "../ui/error-state.tsx";
import { formatInstant } from "../ui/format-age.ts";
import { Panel } from "../ui/panel.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { SkeletonRows } from "../ui/skeleton.tsx";

type Comparison = RouterOutputs["node"]["compareSnapshots"];
type Props = { nodeId: string; hostname: string };

const NOW = "now";

/** Two kept instants of the node, or one and now, and what is otherwise at the later. Both live in the address. */
export function CompareSnapshots({ nodeId, hostname }: Props) {
  const instants = useQuery(useTRPC().node.listSnapshots.queryOptions({ nodeId }));
  const [from, setFrom] = useSearchParam("from");
  const [to, setTo] = useSearchParam("to");
  if (instants.error) {
    return (
      <ErrorState title="What is kept of the node could not be read." onRetry={() => void instants.refetch()}>
        {sentenceOf(instants.error)}
      </ErrorState>
    );
  }
  if (instants.data?.length === 0) return null;
  const options = (instants.data ?? []).map(({ id, observedAt }) => ({
    value: id,
    label: formatInstant(observedAt),
  }));
  // The last change alone tells nothing: now is as it left things.
  const chosenFrom = from || (options[1] ?? options[0])?.value;
  const chosenTo = to || NOW;
  return (
    <Panel
      className="mb-4"
      title="Compare two instants"
      description="By meaning: boot time, order and counters are no difference. Instants are those at which something was found changed."
    >
      <div className="flex flex-wrap items-center gap-2">
        <Combobox
          aria-label="From"
          className="w-64"
          value={chosenFrom ?? ""}
          options={withChosen(options, chosenFrom)}
          onValueChange={setFrom}
        />
        <span className="text-muted">and</span>
        <Combobox
          aria-label="To"
          className="w-64"
          value={chosenTo}
          options={[{ value: NOW, label: "Now" }, ...withChosen(options, chosenTo)]}
          onValueChange={(next) => setTo(next === NOW ? "" : next)}
        />
      </div>
      {chosenFrom ? (
        <Differences nodeId={nodeId} hostname={hostname} from={chosenFrom} to={chosenTo} />
      ) : (
        <SkeletonRows columns={1} />
      )}
    </Panel>
  );
}

type Option = { value: string; label: string };

/** An instant of an address that is not kept any more is still named. */
function withChosen(options: Option[], chosen: string | undefined): Option[] {
  if (!chosen || chosen === NOW || options.some(({ value }) => value === chosen)) return options;
  return [...options, { value: chosen, label: "not kept any more" }];
}

function Differences({ nodeId, hostname, from, to }: Props & { from: string; to: string }) {
  const comparison = useQuery({
    ...useTRPC().node.compareSnapshots.queryOptions({ nodeId, from, to }),
    placeholderData: keepPreviousData,
  });
  if (comparison.error) {
    return (
      <ErrorState title="The two cannot be compared." onRetry={() => void comparison.refetch()}>
        {sentenceOf(comparison.error)}
      </ErrorState>
    );
  }
  if (!comparison.data) return <SkeletonRows columns={1} />;
  const { earlierAt, laterAt, differences } = comparison.data;
  return (
    <section aria-label="Differences" aria-busy={comparison.isPlaceholderData} className="mt-3 space-y-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p className="text-muted">
          {countWords(differences.length)} between {formatInstant(earlierAt)} and {formatInstant(laterAt)} (
          <Age at={laterAt} />
          ).
        </p>
        <Button size="sm" className="ml-auto" onClick={() => download(hostname, comparison.data)}>
          <Download aria-hidden /> JSON
        </Button>
      </div>
      {[...Map.groupBy(differences, ({ part }) => part)].map(([part, ofPart]) => (
        <div key={part}>
          <h3 className="mb-1 text-sm font-medium text-subtle">{PART_LABELS[part]}</h3>
          <DifferenceItems differences={ofPart} />
        </div>
      ))}
    </section>
  );
}

function countWords(count: number): string {
  if (count === 0) return "Nothing that matters differs";
  return count === 1 ? "1 difference" : `${count} differences`;
}

function download(hostname: string, comparison: Comparison): void {
  const text = `${JSON.stringify({ node: hostname, ...comparison }, null, 2)}\n`;
  downloadText(`${hostname}-differences.json`, "application/json", text);
}
