"use client";

import { useRef, useState } from "react";
import type { RowVerdict } from "#server/domain/import/verdict.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPCClient } from "../trpc/trpc.ts";

type Events = RouterOutputs["import"]["check"];
type ImportEvent = Events extends AsyncIterable<infer Event> ? Event : never;
type Outcome = Extract<ImportEvent, { kind: "outcome" }>["outcome"];

/** What a person gave; `vdcName` and `networkName` "": rows name their own. */
export type ImportSource = {
  text: string;
  fileName: string;
  vdcName: string;
  networkName: string;
  markOutside: boolean;
};

export type Shown = Outcome & { rows: RowVerdict[]; isApplied: boolean; hasMoved: boolean };
type Progress = { phase: "checking" | "writing"; done: number; total: number };

export type ImportState = {
  /** null: nothing is under way. */
  progress: Progress | null;
  shown: Shown | null;
  refusal: string | null;
};

const NOTHING: ImportState = { progress: null, shown: null, refusal: null };

type Client = ReturnType<typeof useTRPCClient>;

/** `digest`: of the verdicts that were shown, to be written; null: only judge. */
function ask(client: Client, vdcId: string | null, source: ImportSource, digest: string | null) {
  const { vdcName, networkName, ...given } = source;
  const input = { ...given, networkName: networkName || null };
  const inCloud = { ...input, vdcName: vdcName || null };
  if (digest === null) {
    return vdcId === null
      ? client.import.checkInCloud.mutate(inCloud)
      : client.import.check.mutate({ ...input, vdcId });
  }
  return vdcId === null
    ? client.import.writeInCloud.mutate({ ...inCloud, digest })
    : client.import.write.mutate({ ...input, vdcId, digest });
}

/** One import at a time; an answer that a later question has overtaken is dropped. */
export function useImport(vdcId: string | null) {
  const client = useTRPCClient();
  const [state, setState] = useState(NOTHING);
  const latest = useRef(0);

  const run = async (source: ImportSource, digest: string | null) => {
    latest.current += 1;
    const turn = latest.current;
    const isLatest = () => turn === latest.current;
    const phase = digest === null ? "checking" : "writing";
    setState((before) => ({ ...before, refusal: null, progress: { phase, done: 0, total: 0 } }));
    const rows: RowVerdict[] = [];
    try {
      for await (const event of await ask(client, vdcId, source, digest)) {
        if (!isLatest()) return;
        if (event.kind === "rows") rows.push(...event.rows);
        else setState((before) => after(before, event, rows, digest !== null));
      }
    } catch (error) {
      if (isLatest()) setState({ ...NOTHING, refusal: sentenceOf(error) });
    }
  };
  const clear = () => {
    latest.current += 1;
    setState(NOTHING);
  };
  return { ...state, run, clear, refuse: (refusal: string) => setState({ ...NOTHING, refusal }) };
}

function after(
  before: ImportState,
  event: Exclude<ImportEvent, { kind: "rows" }>,
  rows: RowVerdict[],
  isWriting: boolean,
): ImportState {
  switch (event.kind) {
    case "progress":
      return { ...before, progress: event };
    case "refused":
      return { ...NOTHING, refusal: event.message };
    case "outcome": {
      const { outcome, isApplied } = event;
      return { ...NOTHING, shown: { ...outcome, rows, isApplied, hasMoved: isWriting && !isApplied } };
    }
  }
}
