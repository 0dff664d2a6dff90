"use client";

import { type FormEvent, useState } from "react";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Textarea } from "../ui/input.tsx";
import { useReview } from "./use-review.ts";

/** A comment joins the history; Ctrl Enter sends it. */
export function CommentForm({ warningId }: { warningId: string }) {
  const { comment } = useReview();
  const [text, setText] = useState("");
  const send = () => {
    if (!comment.isPending) comment.mutate({ id: warningId, text }, { onSuccess: () => setText("") });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const error =
    violationsOf(comment.error)[0]?.message ?? (comment.error ? sentenceOf(comment.error) : undefined);
  return (
    <form onSubmit={submit} noValidate className="mb-2 flex flex-col gap-2">
      <Field label="Comment" error={error} help="Who is named as @name is told by mail.">
        <Textarea
          value={text}
          rows={2}
          maxLength={2000}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            send();
          }}
        />
      </Field>
      <Button
        type="submit"
        size="sm"
        className="self-end"
        pending={comment.isPending}
        disabled={text.trim() === ""}
      >
        Add comment
      </Button>
    </form>
  );
}
