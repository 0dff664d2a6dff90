"use client";

import { Command } from "cmdk";
import { Check, ChevronsUpDown } from "lucide-react";
import { useState } from "react";
import { cn } from "./cn.ts";
import { useFieldControl } from "./field-context.ts";
import { controlClasses } from "./input.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "./popover.tsx";
import { useMarkedOption } from "./use-marked-option.ts";

export type ComboboxOption<T extends string = string> = {
  value: T;
  label: string;
  description?: string;
  keywords?: string[];
  disabled?: boolean;
};

export type ComboboxProps<T extends string> = {
  value: T | undefined;
  onValueChange: (value: T) => void;
  options: readonly ComboboxOption<T>[];
  placeholder?: string;
  searchPlaceholder?: string;
  emptyText?: string;
  disabled?: boolean;
  className?: string;
  /** The options are already those that match what is typed. */
  onSearch?: (text: string) => void;
  "aria-label"?: string;
};

/** One of many, found by typing. */
export function Combobox<T extends string>({
  value,
  onValueChange,
  options,
  placeholder = "Choose…",
  searchPlaceholder = "Search…",
  emptyText = "Nothing matches.",
  disabled,
  className,
  onSearch,
  "aria-label": ariaLabel,
}: ComboboxProps<T>) {
  const [isOpen, setIsOpen] = useState(false);
  const control = useFieldControl();
  const [marked, mark] = useMarkedOption(options.map((option) => option.value));
  const chosen = options.find((option) => option.value === value);
  const choose = (option: ComboboxOption<T>) => {
    onValueChange(option.value);
    setIsOpen(false);
  };
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger
        {...control}
        // A native field cannot hold the list; Radix adds aria-controls.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role, jsx-a11y/role-has-required-aria-props
        role="combobox"
        aria-expanded={isOpen}
        aria-label={ariaLabel}
        disabled={disabled}
        className={cn(
          controlClasses,
          "flex h-8 items-center justify-between gap-2 px-2.5 text-left",
          className,
        )}
      >
        <span className={cn("truncate", !chosen && "text-subtle")}>{chosen?.label ?? placeholder}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-subtle" />
      </PopoverTrigger>
      <PopoverContent
        aria-label={ariaLabel ?? searchPlaceholder}
        className="w-(--radix-popover-trigger-width) min-w-56 p-0"
      >
        <Command
          label={searchPlaceholder}
          {...(onSearch && { shouldFilter: false, value: marked, onValueChange: mark })}
          className="flex flex-col"
        >
          <Command.Input
            placeholder={searchPlaceholder}
            {...(onSearch && { onValueChange: onSearch })}
            className="h-9 w-full border-b border-line bg-transparent px-3 outline-none"
          />
          <Command.List className="max-h-64 overflow-y-auto p-1">
            <Command.Empty className="px-2 py-4 text-center text-subtle">{emptyText}</Command.Empty>
            {options.map((option) => (
              <Command.Item
                key={option.value}
                value={option.value}
                keywords={[option.label, ...(option.keywords ?? [])]}
                disabled={option.disabled}
                onSelect={() => choose(option)}
                className="flex min-h-7 cursor-default items-center justify-between gap-2 rounded-md px-2 py-1 select-none data-[disabled=true]:text-subtle data-[selected=true]:bg-hover"
              >
                <span className="min-w-0">
                  <span className="block truncate">{option.label}</span>
                  {option.description && (
                    <span className="block truncate text-sm text-subtle">{option.description}</span>
                  )}
                </span>
                {option.value === value && (
                  <Check aria-hidden className="size-3.5 shrink-0 text-accent-ink" />
                )}
              </Command.Item>
            ))}
          </Command.List>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
