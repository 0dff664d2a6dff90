"use client";

import { useEffect, useState } from "react";
import { useSettled } from "../ui/use-settled.ts";
import { sentenceOf } from "./refusal.ts";

const SETTLE_MILLISECONDS = 300;

export type Preview<P> =
  | { state: "none" | "asking" }
  | { state: "told"; preview: P }
  | { state: "refused"; sentence: string };

/** The server's word on what would happen, asked once a person pauses. `question` null: there is nothing to ask yet. */
export function usePreview<Q, P>(question: Q | null, ask: (question: Q) => Promise<P>): Preview<P> {
  const settled = useSettled(question, SETTLE_MILLISECONDS);
  const [answer, setAnswer] = useState<{ to: string; preview: Preview<P> } | null>(null);
  const text = JSON.stringify(settled);
  // The outside system is the server.
  useEffect(() => {
    if (settled === null) return;
    let isWanted = true;
    const tell = (preview: Preview<P>) => isWanted && setAnswer({ to: text, preview });
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
