"use client";

import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../../ui/button.tsx";

type RowActions<R> = { onChange: (row: R) => void; onRemove: () => void; isJustAdded: boolean };

type RowListProps<R extends { key: number }> = {
  title: string;
  addLabel: string;
  emptyText: string;
  rows: readonly R[];
  makeRow: (rows: readonly R[]) => R;
  onChange: (rows: readonly R[]) => void;
  children: (row: R, index: number, actions: RowActions<R>) => ReactNode;
};

/** Rows to add and remove; the focus goes to a new row, and from a removed one to the button that adds. */
export function RowList<R extends { key: number }>(props: RowListProps<R>) {
  const { title, addLabel, emptyText, rows, makeRow, onChange, children } = props;
  const [addedKey, setAddedKey] = useState<number | null>(null);
  const [addButton, setAddButton] = useState<HTMLButtonElement | null>(null);
  const add = () => {
    const row = makeRow(rows);
    setAddedKey(row.key);
    onChange([...rows, row]);
  };
  const actionsOf = ({ key }: R): RowActions<R> => ({
    isJustAdded: key === addedKey,
    onChange: (changed) => onChange(rows.map((row) => (row.key === key ? changed : row))),
    onRemove: () => {
      onChange(rows.filter((row) => row.key !== key));
      addButton?.focus();
    },
  });
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h3 className="font-semibold">{title}</h3>
      {rows.length === 0 ? (
        <p className="text-muted">{emptyText}</p>
      ) : (
        <ul className="flex flex-col gap-3">
          {rows.map((row, index) => children(row, index, actionsOf(row)))}
        </ul>
      )}
      <Button ref={setAddButton} size="sm" className="self-start" onClick={add}>
        <Plus aria-hidden /> {addLabel}
      </Button>
    </section>
  );
}
