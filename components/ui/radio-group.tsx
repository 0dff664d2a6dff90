"use client";

import { RadioGroup as Primitive } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "./cn.ts";
import { useFieldControl } from "./field-context.ts";

export type RadioOption<T extends string = string> = {
  value: T;
  label: ReactNode;
  description?: ReactNode;
  disabled?: boolean;
};

export type RadioGroupProps<T extends string> = {
  value: T | undefined;
  onValueChange: (value: T) => void;
  options: readonly RadioOption<T>[];
  name?: string;
  className?: string;
  "aria-label"?: string;
};

export function RadioGroup<T extends string>({
  options,
  onValueChange,
  className,
  ...props
}: RadioGroupProps<T>) {
  const groupId = useId();
  const { id, ...control } = useFieldControl();
  // A group is named by the label's id; `for` reaches form controls only.
  const name = id ? { id, "aria-labelledby": `${id}-label` } : {};
  return (
    <Primitive.Root
      {...name}
      {...control}
      {...props}
      // Radix answers with one of the values given to it below, so it is a T.
      onValueChange={(next) => onValueChange(next as T)}
      className={cn("flex flex-col gap-2", className)}
    >
      {options.map((option) => {
        const optionId = `${groupId}-${option.value}`;
        return (
          <div key={option.value} className="grid grid-cols-[auto_1fr] gap-x-2">
            <Primitive.Item
              id={optionId}
              value={option.value}
              disabled={option.disabled}
              aria-describedby={option.description ? `${optionId}-description` : undefined}
              className="relative mt-0.5 grid size-4 place-items-center rounded-full border border-control bg-surface shadow-xs transition-colors before:absolute before:-inset-1.5 disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
            >
              <Primitive.Indicator className="size-1.5 rounded-full bg-on-accent" />
            </Primitive.Item>
            <label htmlFor={optionId}>{option.label}</label>
            {option.description && (
              <p id={`${optionId}-description`} className="col-start-2 text-sm text-subtle">
                {option.description}
              </p>
            )}
          </div>
        );
      })}
    </Primitive.Root>
  );
}
