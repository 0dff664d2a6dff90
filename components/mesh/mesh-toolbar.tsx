"use client";

import { memo, useId } from "react";
import { cn } from "../ui/cn.ts";
import { Select } from "../ui/select.tsx";
import { Switch } from "../ui/switch.tsx";
import { FindField } from "./find-field.tsx";
import { CATEGORIES, GOOD_KEYS, MESH_MODES, type MeshMode } from "./mesh-mode.ts";
import { MESH_VIEWS, type MeshViewName, type MeshViewState } from "./use-mesh-view.ts";

const ALL_RULES = "all";
const VIEW_WORDS: Record<MeshViewName, string> = { graph: "Graph", matrix: "Matrix", table: "Table" };
const MODE_WORDS: Record<MeshMode, string> = {
  health: "Health",
  mtu: "MTU",
  path: "Path",
  freshness: "Freshness",
};

export type MeshToolbarProps = {
  view: MeshViewState;
  viewName: MeshViewName;
  overlayRuleNames: readonly string[];
  onViewNameChange: (name: MeshViewName) => void;
};

/** Which twin, what it tells apart, and what is left out. */
export const MeshToolbar = memo(function MeshToolbar({
  view,
  viewName,
  overlayRuleNames,
  onViewNameChange,
}: MeshToolbarProps) {
  const { mode, setMode, hidden, setHidden, overlayRuleName, setOverlayRuleName } = view;
  const healthyId = useId();
  const goodKeys = GOOD_KEYS[mode];
  const isHealthyHidden = goodKeys.every((key) => hidden.has(key));
  const hideHealthy = (isHidden: boolean) => {
    const others = [...hidden].filter((key) => !goodKeys.includes(key));
    const known = others.filter((key) => CATEGORIES[mode].some((category) => category.key === key));
    setHidden(new Set(isHidden ? [...known, ...goodKeys] : known));
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3 py-2">
      <Choice
        label="View"
        values={MESH_VIEWS}
        words={VIEW_WORDS}
        value={viewName}
        onChange={onViewNameChange}
      />
      <Choice label="Mode" values={MESH_MODES} words={MODE_WORDS} value={mode} onChange={setMode} />
      <div className="flex items-center gap-2">
        <Switch id={healthyId} checked={isHealthyHidden} onCheckedChange={hideHealthy} />
        <label htmlFor={healthyId} className="whitespace-nowrap text-muted">
          Hide healthy
        </label>
      </div>
      {(overlayRuleNames.length > 1 || overlayRuleName !== "") && (
        <Select
          aria-label="Overlay rule"
          className="h-8 w-40"
          value={overlayRuleName === "" ? ALL_RULES : `rule ${overlayRuleName}`}
          onValueChange={(value) =>
            setOverlayRuleName(value === ALL_RULES ? "" : value.slice("rule ".length))
          }
          options={[
            { value: ALL_RULES, label: "All overlay rules" },
            ...overlayRuleNames.map((name) => ({ value: `rule ${name}`, label: `Only ${name}` })),
          ]}
        />
      )}
      <FindField view={view} />
    </div>
  );
});

type ChoiceProps<T extends string> = {
  label: string;
  values: readonly T[];
  words: Record<T, string>;
  value: T;
  onChange: (value: T) => void;
};

/** A few values side by side, one of them in force. */
function Choice<T extends string>({ label, values, words, value, onChange }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset className="inline-flex rounded-md bg-sunken p-0.5 ring-1 ring-line ring-inset">
      <legend className="sr-only">{label}</legend>
      {values.map((each) => (
        <label
          key={each}
          className={cn(
            "relative inline-flex h-7 cursor-pointer items-center rounded-[5px] px-2.5 text-sm font-medium text-muted transition-colors hover:text-ink has-focus-visible:outline-2 has-focus-visible:outline-ring",
            each === value && "bg-raised text-ink shadow-sm ring-1 ring-line-strong",
          )}
        >
          <input
            type="radio"
            name={name}
            value={each}
            checked={each === value}
            onChange={() => onChange(each)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {words[each]}
        </label>
      ))}
    </fieldset>
  );
}
