"use client";

import { Command } from "cmdk";
import { ChevronsUpDown, Network, Server, SquareTerminal } from "lucide-react";
import { useId, useState } from "react";
import { parsePathEnd } from "#server/domain/mesh-path/path-end.ts";
import { useMarkedOption } from "../../ui/use-marked-option.ts";
import { useSettled } from "../../ui/use-settled.ts";
import { cn } from "../../ui/cn.ts";
import { controlClasses } from "../../ui/input.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "../../ui/popover.tsx";
import { usePathEnds } from "./use-path.ts";

const ICONS = { vm: SquareTerminal, node: Server, network: Network };
const SETTLED_MILLISECONDS = 150;

export type PathEndPickerProps = {
  label: string;
  vdcId: string | null;
  /** As in the address; "" is none. */
  value: string;
  onValueChange: (end: string) => void;
};

/** A VM, node or network, found by typing a name, address, MAC or UUID. */
export function PathEndPicker({ label, vdcId, value, onValueChange }: PathEndPickerProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState("");
  const settled = useSettled(text.trim(), SETTLED_MILLISECONDS);
  const found = usePathEnds(vdcId, settled, isOpen);
  const [marked, mark] = useMarkedOption((found.data ?? []).map(({ end }) => end));
  const chosenLabel = useEndLabel(vdcId, value);
  const labelId = useId();
  const valueId = useId();
  const open = (next: boolean) => {
    setIsOpen(next);
    if (next) setText("");
  };
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      <span id={labelId} className="text-sm font-medium text-muted">
        {label}
      </span>
      <Popover open={isOpen} onOpenChange={open}>
        <PopoverTrigger
          // A native field cannot hold the list; Radix adds aria-controls.
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role, jsx-a11y/role-has-required-aria-props
          role="combobox"
          aria-expanded={isOpen}
          aria-labelledby={`${labelId} ${valueId}`}
          className={cn(controlClasses, "flex h-9 items-center justify-between gap-2 px-2.5 text-left")}
        >
          <span id={valueId} className={cn("truncate", value === "" && "text-subtle")}>
            {value === "" ? "Choose a VM, node or network…" : chosenLabel}
          </span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-subtle" />
        </PopoverTrigger>
        <PopoverContent aria-label={label} className="w-(--radix-popover-trigger-width) min-w-64 p-0">
          <Command
            label={label}
            shouldFilter={false}
            value={marked}
            onValueChange={mark}
            className="flex flex-col"
          >
            <Command.Input
              value={text}
              onValueChange={setText}
              maxLength={120}
              placeholder="Name, address, MAC or UUID…"
              className="h-9 w-full border-b border-line bg-transparent px-3 outline-none"
            />
            {found.data?.length === 0 && (
              <output className="block px-2 py-4 text-center wrap-anywhere text-subtle">
                Nothing is called “{settled}”.
              </output>
            )}
            <Command.List className={cn("max-h-72 overflow-y-auto p-1", !found.data?.length && "hidden")}>
              {(found.data ?? []).map((option) => {
                const Icon = ICONS[option.kind];
                return (
                  <Command.Item
                    key={option.end}
                    value={option.end}
                    onSelect={() => {
                      onValueChange(option.end);
                      setIsOpen(false);
                    }}
                    className="flex cursor-default items-center gap-2 rounded-md px-2 py-1 select-none data-[selected=true]:bg-hover"
                  >
                    <Icon aria-hidden className="size-4 shrink-0 text-subtle" />
                    <span className="min-w-0">
                      <span className="block truncate">{option.label}</span>
                      <span className="block truncate text-sm text-subtle">{option.detail}</span>
                    </span>
                  </Command.Item>
                );
              })}
            </Command.List>
          </Command>
        </PopoverContent>
      </Popover>
    </div>
  );
}

/** The name of what an address names; its id when nothing has it. */
function useEndLabel(vdcId: string | null, value: string): string {
  const end = parsePathEnd(value);
  const id = !end ? "" : end.kind === "vm" ? end.vmUuid : end.kind === "node" ? end.nodeId : end.networkId;
  const found = usePathEnds(vdcId, id, id !== "");
  if (id !== "" && found.isPending) return "…";
  const exact = found.data?.find((option) => option.end === value);
  if (exact) return exact.label;
  const sameVm = found.data?.find((option) => option.end.startsWith(`${value}/`));
  return sameVm?.label.replace(/, [^,]*$/, "") ?? (id || value);
}
