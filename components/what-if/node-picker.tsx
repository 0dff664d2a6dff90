"use client";

import { useState } from "react";
import { useSettled } from "../ui/use-settled.ts";
import { Combobox } from "../ui/combobox.tsx";
import { useNodes } from "./use-what-if.ts";

const SETTLED_MILLISECONDS = 150;

/** A node, found by typing a part of its name or of its PDC's. */
export function NodePicker({
  value,
  onValueChange,
  exceptIds = [],
  placeholder = "Choose a node…",
}: {
  value: string;
  onValueChange: (nodeId: string) => void;
  exceptIds?: readonly string[];
  placeholder?: string;
}) {
  const [text, setText] = useState("");
  const settled = useSettled(text.trim(), SETTLED_MILLISECONDS);
  const { data } = useNodes(settled, value === "" ? [] : [value]);
  const nodes = [...(data?.named ?? []), ...(data?.found ?? [])];
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return (
    <Combobox
      value={value}
      onValueChange={onValueChange}
      onSearch={setText}
      placeholder={placeholder}
      searchPlaceholder="Name of a node or PDC…"
      options={[...byId.values()]
        .filter(({ id }) => !exceptIds.includes(id))
        .map(({ id, hostname, pdcName }) => ({
          value: id,
          label: hostname,
          description: pdcName === null ? "not read yet" : pdcName || "no PDC name",
        }))}
    />
  );
}
