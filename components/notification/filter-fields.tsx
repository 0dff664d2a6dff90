"use client";

import { useQuery } from "@tanstack/react-query";
import { type NotificationFilter, toggledTopics } from "#server/domain/notification/filter.ts";
import { SEVERITIES } from "#server/domain/warning.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { CheckboxField } from "../ui/checkbox.tsx";
import { Picker } from "../ui/picker.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { KindChoice } from "./kind-choice.tsx";
import { narrowedWords, SEVERITY_WORDS } from "./notification-words.ts";

type Part = Exclude<keyof NotificationFilter, "topics">;

export type FilterFieldsProps = {
  value: NotificationFilter;
  onChange: (filter: NotificationFilter) => void;
  /** People of a vDC do not choose by place. */
  hasPdcs: boolean;
  error?: string | undefined;
};

/** Which warnings are told: by severity, and if one likes by kind and place. */
export function FilterFields({ value, onChange, hasPdcs, error }: FilterFieldsProps) {
  const isIn = (part: Part, item: string) => value[part].some((chosen) => chosen === item);
  const toggle = (part: Part, item: string) => {
    const chosen: string[] = [...value[part]];
    const next = chosen.includes(item) ? chosen.filter((one) => one !== item) : [...chosen, item];
    // Severities come from the list below alone.
    onChange({ ...value, [part]: next } as NotificationFilter);
  };
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 font-medium">Severity</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-1.5">
          {SEVERITIES.map((severity) => (
            <CheckboxField
              key={severity}
              label={SEVERITY_WORDS[severity]}
              checked={isIn("severities", severity)}
              onCheckedChange={() => toggle("severities", severity)}
            />
          ))}
        </div>
        {error && (
          <p role="alert" className="text-sm text-down">
            {error}
          </p>
        )}
      </fieldset>
      <Picker label={`Kinds: ${narrowedWords(value.topics.length)}`}>
        <KindChoice
          topics={value.topics}
          onToggle={(topic) => onChange({ ...value, topics: toggledTopics(value.topics, topic) })}
        />
      </Picker>
      {hasPdcs && (
        <Picker label={`PDCs: ${narrowedWords(value.pdcNames.length)}`}>
          <PdcChoice chosen={value.pdcNames} onToggle={(name) => toggle("pdcNames", name)} />
        </Picker>
      )}
    </div>
  );
}

function PdcChoice({ chosen, onToggle }: { chosen: readonly string[]; onToggle: (name: string) => void }) {
  const pdcs = useQuery(useTRPC().pdc.list.queryOptions());
  if (pdcs.isPending) return <Skeleton className="max-w-48" />;
  if (pdcs.isError) return <p role="alert">The PDCs could not be read. Close this and open it again.</p>;
  const names = new Set([...pdcs.data.map(({ name }) => name).filter((name) => name !== ""), ...chosen]);
  if (names.size === 0) return <p className="text-subtle">No node has told its PDC yet.</p>;
  return (
    <fieldset>
      <legend className="mb-2 text-sm text-subtle">None chosen means all of them.</legend>
      <div className="grid max-h-56 gap-1.5 overflow-y-auto sm:grid-cols-2">
        {[...names].map((name) => (
          <CheckboxField
            key={name}
            label={name}
            checked={chosen.includes(name)}
            onCheckedChange={() => onToggle(name)}
          />
        ))}
      </div>
    </fieldset>
  );
}
