"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { useFieldControl } from "./field-context.ts";
import { controlClasses } from "./input.tsx";

export type SelectOption<T extends string = string> = {
  value: T;
  label: ReactNode;
  description?: ReactNode;
  disabled?: boolean;
};

export type SelectProps<T extends string> = {
  value: T | undefined;
  onValueChange: (value: T) => void;
  options: readonly SelectOption<T>[];
  placeholder?: string;
  disabled?: boolean;
  name?: string;
  onBlur?: () => void;
  className?: string;
  "aria-label"?: string;
};

/** One of a few; for more than about fifteen use `Combobox`. */
export function Select<T extends string>({
  value,
  onValueChange,
  options,
  placeholder = "Choose…",
  disabled,
  name,
  onBlur,
  className,
  "aria-label": ariaLabel,
}: SelectProps<T>) {
  const control = useFieldControl();
  const chosen = options.find((option) => option.value === value);
  // Radix answers with one of the values given to it below, so it is a T.
  const change = (next: string) => onValueChange(next as T);
  return (
    <Primitive.Root value={value ?? ""} onValueChange={change} disabled={disabled} name={name}>
      <Primitive.Trigger
        {...control}
        aria-label={ariaLabel}
        onBlur={onBlur}
        className={cn(
          controlClasses,
          "flex h-8 items-center justify-between gap-2 bg-surface px-2.5 text-left whitespace-nowrap data-placeholder:text-subtle [&>span]:truncate",
          className,
        )}
      >
        {/* Said here, since the list that Radix takes the words from is not there in what the server renders. */}
        <Primitive.Value placeholder={placeholder}>{chosen?.label}</Primitive.Value>
        <Primitive.Icon asChild>
          <ChevronDown aria-hidden className="size-3.5 shrink-0 text-subtle" />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          className="pop-motion z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg border border-line-strong bg-raised p-1 shadow-md"
        >
          <Primitive.Viewport>
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className="relative flex min-h-7 cursor-default flex-col justify-center rounded-md py-1 pr-8 pl-2 outline-none select-none data-disabled:text-subtle data-highlighted:bg-hover"
              >
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                {option.description && <span className="text-sm text-subtle">{option.description}</span>}
                <Primitive.ItemIndicator className="absolute right-2">
                  <Check aria-hidden className="size-3.5 text-accent-ink" />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
