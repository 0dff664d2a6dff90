"use client";

import { X } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { NodePicker } from "./node-picker.tsx";
import { useNodes } from "./use-what-if.ts";

/** Several nodes, each found by typing. */
export function PickedNodes({
  nodeIds,
  onChange,
  error,
}: {
  nodeIds: readonly string[];
  onChange: (nodeIds: readonly string[]) => void;
  error: string | undefined;
}) {
  const { data } = useNodes("", nodeIds);
  const hostnameById = new Map(data?.named.map(({ id, hostname }) => [id, hostname]));
  return (
    <div className="sm:col-span-2">
      <Field label="Nodes" error={error}>
        <NodePicker
          value=""
          placeholder="Add a node…"
          exceptIds={nodeIds}
          onValueChange={(nodeId) => onChange([...nodeIds, nodeId])}
        />
      </Field>
      {nodeIds.length > 0 && (
        <ul aria-label="Nodes named" className="mt-2 flex flex-wrap gap-1.5">
          {nodeIds.map((id) => (
            <li
              key={id}
              className="inline-flex items-center gap-1 rounded-md bg-unknown-soft py-0.5 pr-0.5 pl-2"
            >
              {hostnameById.get(id) ?? id}
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Leave out ${hostnameById.get(id) ?? id}`}
                onClick={() => onChange(nodeIds.filter((each) => each !== id))}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
