"use client";

import { useEffect, useState } from "react";
import { sentenceOf } from "../../trpc/refusal.ts";
import { useSettled } from "../form/use-settled.ts";
import type { SelectionPreview } from "./use-selection-changes.ts";

const SETTLE_MILLISECONDS = 300;

export type Preview =
  | { state: "none" | "asking" }
  | { state: "told"; preview: SelectionPreview }
  | { state: "refused"; sentence: string };

/** The server's word on what would happen, asked once a person pauses. `question` null: there is nothing to ask yet. */
export function usePreview<Q>(question: Q | null, ask: (question: Q) => Promise<SelectionPreview>): Preview {
  const settled = useSettled(question, SETTLE_MILLISECONDS);
  const [answer, setAnswer] = useState<{ to: string; preview: Preview } | null>(null);
  const text = JSON.stringify(settled);
  // The outside system is the server.
  useEffect(() => {
    if (settled === null) return;
    let isWanted = true;
    const tell = (preview: Preview) => isWanted && setAnswer({ to: text, preview });
    ask(settled).then(
      (preview) => tell({ state: "told", preview }),
      (error: unknown) => tell({ state: "refused", sentence: sentenceOf(error) }),
    );
    return () => {
      isWanted = false;
    };
    // `text` stands for the question; how it is asked is a new function at every render.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [text]);
  if (question === null) return { state: "none" };
  return answer && answer.to === JSON.stringify(question) ? answer.preview : { state: "asking" };
}
