"use client";

import { PencilLine, Trash2 } from "lucide-react";
import { useState } from "react";
import type { CloudNetworkFilter } from "#server/domain/network/list.ts";
import { Button } from "../../ui/button.tsx";
import type { SelectionHandle } from "../../ui/data-table/paged-table.tsx";
import { ChangeNetworks } from "./change-networks.tsx";
import { DeleteNetworks } from "./delete-networks.tsx";
import { networkSelectionOf, useSelectionChanges } from "./use-selection-changes.ts";

/** What can be done with the networks that are marked. `vdcId` null: of the whole cloud. */
export function SelectionActions({
  vdcId,
  filter,
  handle: { selection, leaveOut, clear },
}: {
  vdcId: string | null;
  filter: CloudNetworkFilter;
  handle: SelectionHandle;
}) {
  const [open, setOpen] = useState<"change" | "delete" | null>(null);
  const changes = useSelectionChanges(vdcId);
  const asked = {
    selection: networkSelectionOf(selection, filter),
    changes,
    onLeaveOut: leaveOut,
    onClose: () => setOpen(null),
  };
  return (
    <>
      <Button size="sm" onClick={() => setOpen("change")}>
        <PencilLine aria-hidden /> Change…
      </Button>
      <Button size="sm" onClick={() => setOpen("delete")}>
        <Trash2 aria-hidden /> Delete…
      </Button>
      {open === "change" && <ChangeNetworks {...asked} />}
      {open === "delete" && (
        <DeleteNetworks
          {...asked}
          onDeleted={() => {
            setOpen(null);
            clear();
          }}
        />
      )}
    </>
  );
}
