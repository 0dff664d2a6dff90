"use client";

import { useState } from "react";
import type { NetworkSelection } from "#server/domain/network/selection.ts";
import { sentenceOf } from "../../trpc/refusal.ts";
import { usePreview } from "../../trpc/use-preview.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { nounFor } from "../../ui/data-table/noun.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toast-store.ts";
import { PreviewText } from "./preview-text.tsx";
import type { SelectionChanges } from "./use-selection-changes.ts";

type DeleteNetworksProps = {
  selection: NetworkSelection;
  changes: SelectionChanges;
  onLeaveOut: (networkIds: string[]) => void;
  onClose: () => void;
  /** The networks are gone. */
  onDeleted: () => void;
};

/** Names every network that VMs use before anything goes; all go, or none. */
export function DeleteNetworks({ selection, changes, onLeaveOut, onClose, onDeleted }: DeleteNetworksProps) {
  const [isWriting, setIsWriting] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const answer = usePreview({ selection }, changes.previewDelete);
  const preview = answer.state === "told" ? answer.preview : null;
  const canWrite = preview !== null && preview.refused.length === 0 && preview.changedCount > 0;
  const count = preview?.changedCount ?? 0;
  const words = `${count.toLocaleString("en")} ${nounFor(count, "networks")}`;

  const write = async () => {
    if (!preview) return;
    setIsWriting(true);
    setFailure(null);
    try {
      await changes.remove({ selection, networkCount: preview.networkCount });
      toast({ tone: "good", title: `${words} deleted.` });
      onDeleted();
    } catch (error) {
      setFailure(sentenceOf(error));
    } finally {
      setIsWriting(false);
    }
  };

  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Delete the selected networks?"
      confirmLabel={canWrite ? `Delete ${words}` : "Delete networks"}
      pending={isWriting}
      confirmDisabled={!canWrite}
      onConfirm={() => void write()}
    >
      <p>Their address pools go with them, and VXLAN ids that nothing else uses begin to rest.</p>
      {answer.state === "asking" && <Skeleton className="h-5 w-56" />}
      {preview && <PreviewText preview={preview} verb="be deleted" onLeaveOut={onLeaveOut} />}
      {(failure ?? (answer.state === "refused" && answer.sentence)) && (
        <p role="alert" className="text-down">
          {failure ?? (answer.state === "refused" && answer.sentence)}
        </p>
      )}
    </ConfirmDialog>
  );
}
