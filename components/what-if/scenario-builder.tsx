"use client";

import { Plus, RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { Panel } from "../ui/panel.tsx";
import { CHANGE_KINDS } from "./change-kinds.ts";
import { ChangeForm } from "./change-form.tsx";
import { type ChangeKind, type FormValues, valuesAbout } from "./form-values.ts";
import type { ScenarioState } from "./use-scenario.ts";
import type { Answer, Options } from "./use-what-if.ts";

type Opened = { kind: ChangeKind; values: FormValues };

export type ScenarioBuilderProps = {
  scenario: ScenarioState;
  options: Options;
  /** One a change. */
  sentences: readonly string[];
  outcomes: Answer["outcomes"];
  openedAtFirst: Opened | null;
};

/** What is tried: any number of changes, one after the other. */
export function ScenarioBuilder({
  scenario,
  options,
  sentences,
  outcomes,
  openedAtFirst,
}: ScenarioBuilderProps) {
  const [opened, setOpened] = useState(openedAtFirst);
  const { changes, set } = scenario;
  const open = (kind: ChangeKind) => setOpened({ kind, values: valuesAbout(kind, []) });
  const isEmpty = changes.length === 0;
  return (
    <Panel
      title="Scenario"
      description={isEmpty ? "Nothing is changed by trying; everything is judged on a copy." : undefined}
    >
      {!isEmpty && (
        <ol aria-label="Changes tried" className="mb-3 divide-y divide-line rounded-md border border-line">
          {changes.map((_, position) => {
            const outcome = outcomes[position];
            return (
              // The same change may be tried twice, so its place names it.
              <li key={`${position} ${sentences[position]}`} className="flex items-start gap-3 px-3 py-2">
                <span className="text-sm text-subtle tabular-nums">{position + 1}</span>
                <span className="min-w-0 flex-1 wrap-anywhere">
                  {sentences[position]}.
                  {outcome?.remark && (
                    <span
                      className={
                        outcome.isApplied ? "block text-sm text-muted" : "block text-sm text-degraded"
                      }
                    >
                      {outcome.isApplied ? "" : "Not tried: "}
                      {outcome.remark}
                    </span>
                  )}
                </span>
                <Button
                  variant="ghost"
                  size="icon-sm"
                  aria-label={`Leave out: ${sentences[position]}`}
                  onClick={() => set(changes.filter((_, at) => at !== position))}
                >
                  <X aria-hidden />
                </Button>
              </li>
            );
          })}
        </ol>
      )}
      {scenario.problem && <p className="mb-3 text-degraded">{scenario.problem}</p>}
      {scenario.isFull && (
        <p role="alert" className="mb-3 text-down">
          This is as much as fits into an address. Leave something out first.
        </p>
      )}
      {opened ? (
        <ChangeForm
          key={opened.kind}
          kind={opened.kind}
          valuesAtFirst={opened.values}
          options={options}
          onTry={(change) => {
            if (set([...changes, change])) setOpened(null);
          }}
          onCancel={() => setOpened(null)}
        />
      ) : isEmpty ? (
        <ul aria-label="What can be tried" className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
          {CHANGE_KINDS.map(({ kind, label, description, Icon }) => (
            <li key={kind}>
              <button
                type="button"
                onClick={() => open(kind)}
                className="flex w-full items-start gap-3 rounded-lg border border-line bg-surface px-3 py-2.5 text-left shadow-xs transition-colors hover:bg-hover"
              >
                <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-subtle" />
                <span className="min-w-0">
                  <span className="block font-medium">{label}</span>
                  <span className="block text-sm text-subtle">{description}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <div className="flex flex-wrap gap-2">
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button>
                <Plus aria-hidden />
                Add a change
              </Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="start">
              {CHANGE_KINDS.map(({ kind, label, Icon }) => (
                <DropdownMenuItem key={kind} onSelect={() => open(kind)}>
                  <Icon aria-hidden />
                  {label}
                </DropdownMenuItem>
              ))}
            </DropdownMenuContent>
          </DropdownMenu>
          <Button variant="ghost" onClick={() => set([])}>
            <RotateCcw aria-hidden />
            Begin anew
          </Button>
        </div>
      )}
    </Panel>
  );
}
