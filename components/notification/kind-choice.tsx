"use client";

import { WARNING_CATALOGUE } from "#server/domain/warnings/catalogue.ts";
import { WARNING_FAMILIES, type WarningFamily } from "#server/domain/warnings/families.ts";
import { CheckboxField } from "../ui/checkbox.tsx";

type KindChoiceProps = { topics: readonly string[]; onToggle: (topic: string) => void };

/** Whole families of warnings, or single kinds of them. */
export function KindChoice({ topics, onToggle }: KindChoiceProps) {
  return (
    <fieldset>
      <legend className="mb-2 text-sm text-subtle">
        None chosen means all of them. A family holds for kinds that come later too.
      </legend>
      <div className="flex max-h-72 flex-col gap-3 overflow-y-auto">
        {WARNING_FAMILIES.map((family) => (
          <FamilyChoice key={family.family} family={family} topics={topics} onToggle={onToggle} />
        ))}
      </div>
    </fieldset>
  );
}

function FamilyChoice({
  family: { family, title, codes },
  topics,
  onToggle,
}: KindChoiceProps & { family: WarningFamily }) {
  const isWhole = topics.includes(family);
  return (
    <fieldset aria-label={title} className="flex flex-col gap-1.5">
      <CheckboxField
        label={<span className="font-medium">{title}</span>}
        checked={isWhole}
        onCheckedChange={() => onToggle(family)}
      />
      <div className="grid gap-1.5 pl-6 sm:grid-cols-2">
        {codes.map((code) => (
          <CheckboxField
            key={code}
            label={WARNING_CATALOGUE[code].title}
            checked={isWhole || topics.includes(code)}
            disabled={isWhole}
            onCheckedChange={() => onToggle(code)}
          />
        ))}
      </div>
    </fieldset>
  );
}
