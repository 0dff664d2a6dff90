"use client";

import type { NetworkDraft, NetworkValues } from "#server/domain/network/draft.ts";
import { changedLines } from "../../audit/audit-diff.ts";
import { DiffView } from "../../ui/diff-view.tsx";
import { Panel } from "../../ui/panel.tsx";
import { plannedState, type ToldNetwork, toldState } from "./planned-state.ts";

export type ChangedNetwork = ToldNetwork;

type DraftChangesProps = {
  before: ChangedNetwork;
  draft: NetworkDraft;
  /** What would be stored; null while something is refused. */
  values: NetworkValues | null;
};

/** Before and after of what would be saved. */
export function DraftChanges({ before, draft, values }: DraftChangesProps) {
  const lines = values ? changedLines(toldState(before), plannedState(values, draft, before)) : [];
  return (
    <Panel title="What changes">
      {lines.length > 0 ? (
        <DiffView lines={lines} label="Before and after" />
      ) : (
        <p className="text-muted">
          {values ? "Nothing yet." : "Seen here once nothing speaks against it any more."}
        </p>
      )}
    </Panel>
  );
}
