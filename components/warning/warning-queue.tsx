"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { useMay } from "../shell/use-may.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { PagedTable, type SelectionHandle } from "../ui/data-table/paged-table.tsx";
import { useTableAddress } from "../ui/data-table/use-table-address.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { EffectsChoice } from "./effects-choice.tsx";
import { MarkedActions } from "./marked-actions.tsx";
import { ReviewDialog } from "./review-dialog.tsx";
import type { FormKind } from "./review-words.ts";
import { SavedViews } from "./saved-views.tsx";
import { SeverityFilter } from "./severity-filter.tsx";
import { onlyWarning } from "./use-review.ts";
import { useReviewKeys } from "./use-review-keys.ts";
import { type QueueRow, useWarningQueue } from "./use-warning-queue.ts";
import { warningColumns } from "./warning-columns.tsx";
import { WarningFilters } from "./warning-filters.tsx";
import { WarningHeat } from "./warning-heat.tsx";
import { WarningPanel } from "./warning-panel.tsx";
import { isUnfiltered, warningHref } from "./warning-view.ts";
import { usePages } from "../ui/data-table/use-pages.ts";

const NONE = {
  count: 0,
  foldedCount: 0,
  countBySeverity: { critical: 0, warning: 0, info: 0 },
  countByCode: {},
  pdcs: [],
};
const NOUN = "warnings";
const rowId = ({ id, isEffect }: QueueRow) => (isEffect ? `effect:${id}` : id);
const rowLabel = ({ subjectLabel }: QueueRow) => subjectLabel;
const isSelectable = ({ isEffect }: QueueRow) => !isEffect;

export function WarningQueue() {
  const may = useMay();
  const params = useSearchParams();
  const { filter, list, summary, rows, unfolded, toggle, exportRows } = useWarningQueue();
  const [warningId, setWarningId] = useSearchParam("warning");
  const [form, setForm] = useState<FormKind | null>(null);
  /** Reviewed alone, whatever is marked; null: what is marked. */
  const [onlyId, setOnlyId] = useState<string | null>(null);
  const columns = useMemo(() => warningColumns({ unfolded, toggle }), [unfolded, toggle]);
  const address = useTableAddress({ columns, sortAtFirst: "severity" });
  const [isMarked, setIsMarked] = useState(false);
  const mayReview = may("warning:acknowledge");

  const review = useCallback(
    (kind: FormKind, focusedId: string | null) => {
      if (!isMarked && focusedId === null) return;
      setOnlyId(isMarked || focusedId === null ? null : focusedId.replace("effect:", ""));
      setForm(kind);
    },
    [isMarked],
  );
  useReviewKeys({ noun: NOUN, mayReview, review });
  const bulkActions = useCallback(
    (handle: SelectionHandle) => (
      <MarkedActions
        handle={handle}
        filter={filter}
        form={onlyId === null ? form : null}
        onForm={setForm}
        onMarked={setIsMarked}
      />
    ),
    [filter, form, onlyId],
  );
  const pages = usePages(list);
  const told = summary.data ?? NONE;
  return (
    <>
      <PageHeader
        title="Warnings"
        description="What is wrong or about to be, root causes first, judged anew after every refresh. A warning closes by itself once it is no longer true."
        actions={<SavedViews filter={filter} />}
      />
      {list.error && !list.data ? (
        <ErrorState title={sentenceOf(list.error)} onRetry={() => void list.refetch()} />
      ) : (
        <>
          <div className="mb-4 flex flex-wrap items-start gap-3">
            <SeverityFilter countBySeverity={told.countBySeverity} />
            <WarningHeat pdcs={told.pdcs} filter={filter} />
          </div>
          <PagedTable
            noun={NOUN}
            rows={rows}
            columns={columns}
            address={address}
            rowId={rowId}
            rowHref={({ id }) => warningHref(params.toString(), id)}
            rowLabel={rowLabel}
            isSelectable={isSelectable}
            rowLines={2}
            count={summary.data ? { count: told.count, countMax: told.count } : null}
            {...pages}
            isEmpty={rows.length === 0 && isUnfiltered(filter)}
            filterKey={JSON.stringify(filter)}
            exportRows={exportRows}
            bulkActions={mayReview ? bulkActions : undefined}
            filters={
              <>
                <WarningFilters
                  filter={filter}
                  countByCode={told.countByCode}
                  pdcNames={told.pdcs.map(({ pdcName }) => pdcName)}
                />
                <EffectsChoice filter={filter} foldedCount={told.foldedCount} />
              </>
            }
            empty={
              <EmptyState title="Nothing is open.">
                What is found wrong at the next refresh appears here by itself.
              </EmptyState>
            }
          />
        </>
      )}
      {form && onlyId !== null && (
        <ReviewDialog
          kind={form}
          selection={onlyWarning(onlyId)}
          onClose={() => {
            setForm(null);
            setOnlyId(null);
          }}
        />
      )}
      {warningId !== "" && (
        <WarningPanel
          key={warningId}
          warningId={warningId}
          mayReview={mayReview}
          onClose={() => setWarningId("")}
        />
      )}
    </>
  );
}
