"use client";

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useTRPC } from "../trpc/trpc.ts";
import { Combobox } from "../ui/combobox.tsx";

export const NOBODY = "nobody";

/** Operators, whoever asks first. */
export function AssigneeSelect({
  value,
  onValueChange,
  className,
  "aria-label": ariaLabel,
}: {
  /** A person's id, or `NOBODY`. */
  value: string;
  onValueChange: (value: string) => void;
  className?: string;
  "aria-label"?: string;
}) {
  const trpc = useTRPC();
  const { data: me } = useSuspenseQuery(trpc.user.me.queryOptions());
  const { data: people } = useQuery(trpc.warning.listAssignees.queryOptions());
  const others = (people ?? []).filter(({ id }) => id !== me.userId);
  const own = people?.some(({ id, isOperator }) => id === me.userId && isOperator);
  const options = [
    { value: NOBODY, label: "Nobody" },
    ...(own ? [{ value: me.userId, label: `${me.name} (you)` }] : []),
    ...others
      .filter(({ id, isOperator }) => isOperator || id === value)
      .map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Combobox
      {...(ariaLabel ? { "aria-label": ariaLabel } : {})}
      {...(className ? { className } : {})}
      value={value}
      options={options}
      onValueChange={onValueChange}
    />
  );
}
