"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, ChevronDown, Plus, Star, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { WarningFilter } from "#server/domain/warning-input.ts";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { CheckboxField } from "../ui/checkbox.tsx";
import { Dialog } from "../ui/dialog.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "../ui/dropdown-menu.tsx";
import { Field } from "../ui/field.tsx";
import { FormDialogContent } from "../ui/form-dialog.tsx";
import { Input } from "../ui/input.tsx";
import { toast } from "../ui/toast-store.ts";
import { warningsHref } from "./warning-view.ts";

type View = RouterOutputs["warning"]["listViews"][number];

const EVERYTHING_OPEN: WarningFilter = { state: "open", effects: "folded" };

/** Filters that the person kept under a name; one may be what the queue opens with. */
export function SavedViews({ filter }: { filter: WarningFilter }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { data: views = [] } = useQuery(trpc.warning.listViews.queryOptions());
  const [isKeeping, setIsKeeping] = useState(false);
  const remove = useMutation(
    trpc.warning.deleteView.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.warning.listViews.queryFilter()),
      onError: (error) => void toast({ tone: "bad", title: sentenceOf(error) }),
    }),
  );
  const current = views.find((view) => warningsHref(view.filter) === warningsHref(filter));
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button>
            <Bookmark aria-hidden /> {current?.name ?? "Views"}
            <ChevronDown aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => router.push(warningsHref(EVERYTHING_OPEN))}>
            Everything open
          </DropdownMenuItem>
          {views.map((view) => (
            <DropdownMenuItem key={view.id} onSelect={() => router.push(warningsHref(view.filter))}>
              <span className="max-w-64 truncate">{view.name}</span>
              {view.isDefault && <Star aria-label="shown first" className="ml-auto" />}
            </DropdownMenuItem>
          ))}
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => setIsKeeping(true)}>
            <Plus aria-hidden /> Keep this view…
          </DropdownMenuItem>
          {current && (
            <DropdownMenuItem tone="danger" onSelect={() => remove.mutate({ id: current.id })}>
              <Trash2 aria-hidden /> Delete “{current.name}”
            </DropdownMenuItem>
          )}
          {views.length === 0 && <DropdownMenuLabel>You have kept none yet.</DropdownMenuLabel>}
        </DropdownMenuContent>
      </DropdownMenu>
      {isKeeping && (
        <KeepView filter={filter} views={views} current={current} onClose={() => setIsKeeping(false)} />
      )}
    </>
  );
}

function KeepView({
  filter,
  views,
  current,
  onClose,
}: {
  filter: WarningFilter;
  views: readonly View[];
  current: View | undefined;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState(current?.name ?? "");
  const [isDefault, setIsDefault] = useState(current?.isDefault ?? false);
  const save = useMutation(
    trpc.warning.saveView.mutationOptions({
      onSuccess: onClose,
      onSettled: () => queryClient.invalidateQueries(trpc.warning.listViews.queryFilter()),
    }),
  );
  const submit = () => {
    save.mutate({ name, filter, isDefault });
  };
  const replaced = views.find((view) => view.name.toLowerCase() === name.trim().toLowerCase());
  const error = violationsOf(save.error)[0]?.message ?? (save.error ? sentenceOf(save.error) : undefined);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <FormDialogContent
        title="Keep this view"
        description="The filters as they are now, for you alone."
        submitLabel={replaced ? "Replace" : "Keep"}
        pending={save.isPending}
        onSubmit={submit}
      >
        <Field
          label="Name"
          required
          error={error}
          help={replaced && "The view of this name gets these filters."}
        >
          <Input value={name} maxLength={60} onChange={({ target }) => setName(target.value)} />
        </Field>
        <CheckboxField
          label="Show it first"
          checked={isDefault}
          onCheckedChange={(isOn) => setIsDefault(isOn === true)}
        />
      </FormDialogContent>
    </Dialog>
  );
}
