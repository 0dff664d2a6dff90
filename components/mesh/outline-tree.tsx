"use client";

import { memo } from "react";
import type { OutlineItem } from "./mesh-outline.ts";

export const outlineItemId = (treeId: string, select: string) => `${treeId}-${select}`;

/** More than these would cost more than they tell: those round the cursor are in the page. */
const ITEMS_AROUND = 120;

export type OutlineTreeProps = {
  treeId: string;
  items: readonly OutlineItem[];
  select: string;
  cursor: string | null;
};

/** What the canvas shows, for those who hear it. */
export const OutlineTree = memo(function OutlineTree({ treeId, items, select, cursor }: OutlineTreeProps) {
  const at = Math.max(
    0,
    items.findIndex((item) => item.select === cursor),
  );
  const from = Math.max(0, at - ITEMS_AROUND);
  return items
    .slice(from, at + ITEMS_AROUND)
    .map((item, position) => (
      <TreeItem
        key={item.select}
        id={outlineItemId(treeId, item.select)}
        level={item.level}
        setSize={items.length}
        position={from + position + 1}
        isOpen={item.isOpen}
        isSelected={item.select === select}
        text={item.text}
      />
    ));
});

type TreeItemProps = Pick<OutlineItem, "level" | "isOpen" | "text"> & {
  id: string;
  setSize: number;
  /** From 1. */
  position: number;
  isSelected: boolean;
};

const TreeItem = memo(function TreeItem(item: TreeItemProps) {
  return (
    <div
      id={item.id}
      role="treeitem"
      aria-level={item.level}
      aria-setsize={item.setSize}
      aria-posinset={item.position}
      aria-expanded={item.isOpen ?? undefined}
      aria-selected={item.isSelected}
      tabIndex={-1}
      className="sr-only"
    >
      {item.text}
    </div>
  );
});
