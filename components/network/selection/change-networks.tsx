"use client";

import { useState } from "react";
import type { NetworkSelection } from "#server/domain/network/selection.ts";
import { sentenceOf } from "../../trpc/refusal.ts";
import { usePreview } from "../../trpc/use-preview.ts";
import { Button } from "../../ui/button.tsx";
import { nounFor } from "../../ui/data-table/noun.ts";
import { Dialog, DialogClose, DialogContent } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toast-store.ts";
import { ACCESS_WORDS } from "../access-words.ts";
import { CHANGE_FIELDS, type ChangeField, changeOf } from "./change-field.ts";
import { PreviewText } from "./preview-text.tsx";
import type { SelectionChanges } from "./use-selection-changes.ts";

type ChangeNetworksProps = {
  selection: NetworkSelection;
  changes: SelectionChanges;
  onLeaveOut: (networkIds: string[]) => void;
  /** Also when it is given up. */
  onClose: () => void;
};

const FIELD_OPTIONS = CHANGE_FIELDS.map(({ field, label }) => ({ value: field, label }));
const ACCESS_OPTIONS = (["public", "private", "deleted"] as const).map((access) => ({
  value: access,
  label: ACCESS_WORDS[access].label,
}));

/** One value for several networks, with what each of them has against it before anything is written. */
export function ChangeNetworks({ selection, changes, onLeaveOut, onClose }: ChangeNetworksProps) {
  const [field, setField] = useState<ChangeField>("access");
  const [text, setText] = useState<string | null>(null);
  const [isWriting, setIsWriting] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const change = text === null ? null : changeOf(field, text);
  const answer = usePreview(change && { selection, change }, changes.previewUpdate);
  const preview = answer.state === "told" ? answer.preview : null;
  const canWrite = preview !== null && preview.refused.length === 0 && preview.changedCount > 0;
  const { label, help } = CHANGE_FIELDS.find((known) => known.field === field) ?? CHANGE_FIELDS[0];

  const write = async () => {
    if (!change || !preview) return;
    setIsWriting(true);
    setFailure(null);
    try {
      const { changedCount } = await changes.update({
        selection,
        change,
        networkCount: preview.networkCount,
      });
      toast({
        tone: "good",
        title: `${changedCount.toLocaleString("en")} ${nounFor(changedCount, "networks")} changed.`,
      });
      onClose();
    } catch (error) {
      setFailure(sentenceOf(error));
    } finally {
      setIsWriting(false);
    }
  };

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title="Change the selected networks"
        description="All of them get the value, or none does."
        className="max-w-lg"
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button variant="primary" pending={isWriting} disabled={!canWrite} onClick={() => void write()}>
              {preview && preview.changedCount > 0
                ? `Change ${preview.changedCount.toLocaleString("en")} ${nounFor(preview.changedCount, "networks")}`
                : "Change networks"}
            </Button>
          </>
        }
      >
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (canWrite) void write();
          }}
        >
          <Field label="What to change">
            <Select
              value={field}
              options={FIELD_OPTIONS}
              onValueChange={(next) => {
                setField(next);
                setText(null);
              }}
            />
          </Field>
          <Field label={label} help={help} error={answer.state === "refused" ? answer.sentence : undefined}>
            {field === "access" ? (
              <Select
                value={ACCESS_OPTIONS.find(({ value }) => value === text)?.value}
                options={ACCESS_OPTIONS}
                onValueChange={setText}
              />
            ) : (
              <Input value={text ?? ""} onChange={({ target }) => setText(target.value)} />
            )}
          </Field>
          {answer.state === "asking" && <Skeleton className="h-5 w-56" />}
          {preview && <PreviewText preview={preview} verb="change" onLeaveOut={onLeaveOut} />}
          {failure && (
            <p role="alert" className="text-down">
              {failure}
            </p>
          )}
        </form>
      </DialogContent>
    </Dialog>
  );
}
