"use client";

import { Dialog, DialogContent } from "../ui/dialog.tsx";
import type { NavItem } from "./navigation.ts";
import { ShortcutList } from "./shortcut-list.tsx";

export type ShortcutsDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  pages: readonly NavItem[];
};

export function ShortcutsDialog({ open, onOpenChange, pages }: ShortcutsDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title="Keyboard shortcuts">
        <ShortcutList pages={pages} />
      </DialogContent>
    </Dialog>
  );
}
