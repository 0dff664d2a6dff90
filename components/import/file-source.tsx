"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { FILE_BYTES_MAX, FILE_TOO_LARGE } from "#server/domain/import/noun.ts";
import { decodeFile } from "#server/domain/import/text.ts";
import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { Field } from "../ui/field.tsx";
import { Textarea } from "../ui/input.tsx";

type FileSourceProps = {
  onText: (text: string, fileName: string) => void;
  onRefused: (sentence: string) => void;
};

/** A file chosen or dropped, or its text pasted. */
export function FileSource({ onText, onRefused }: FileSourceProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [pasted, setPasted] = useState("");
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > FILE_BYTES_MAX) return onRefused(FILE_TOO_LARGE);
    const { text, problem } = decodeFile(new Uint8Array(await file.arrayBuffer()));
    if (text === null) onRefused(problem);
    else onText(text, file.name);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
        className={cn(
          "flex min-h-44 flex-col items-center justify-center gap-3 rounded-lg border border-dashed border-control p-6 text-center",
          isOver && "border-accent bg-accent-soft",
        )}
      >
        <FileUp aria-hidden className="size-6 text-subtle" />
        <p className="text-muted">Drop a CSV or JSON file here, or</p>
        <input
          ref={input}
          type="file"
          accept=".csv,.json,.tsv,.txt,text/csv,application/json"
          aria-label="File to import"
          tabIndex={-1}
          className="sr-only"
          onChange={({ target }) => {
            void take(target.files?.[0]);
            target.value = "";
          }}
        />
        <Button onClick={() => input.current?.click()}>Choose a file…</Button>
        <p className="text-sm text-subtle">UTF-8, at most 20 MB and 100,000 rows</p>
      </div>
      <form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (pasted.trim() !== "") onText(pasted, "");
        }}
      >
        <Field label="Or paste its text" className="grow">
          <Textarea
            className="min-h-32 grow font-mono"
            spellCheck={false}
            value={pasted}
            onChange={({ target }) => setPasted(target.value)}
          />
        </Field>
        <Button type="submit" className="self-start" disabled={pasted.trim() === ""}>
          Check the text
        </Button>
      </form>
    </div>
  );
}
