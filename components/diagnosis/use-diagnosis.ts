"use client";

import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { captureEvidence, type CaptureEvidence } from "#server/domain/diagnosis/capture/capture-evidence.ts";
import { type Capture } from "#server/domain/diagnosis/capture/capture.ts";
import { readCapture } from "#server/domain/diagnosis/capture/read-capture.ts";
import type { LinkDiagnosis } from "#server/domain/diagnosis/diagnose-link.ts";
import { withCapture } from "#server/domain/diagnosis/with-capture.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";

export type FoundDiagnosis = RouterOutputs["diagnosis"]["get"];

/** Time passes without events too: what was fresh becomes stale. */
const REREAD_MILLISECONDS = 60_000;

/** A network stands for both its ends. `at`: an instant in ISO 8601; "" is now. */
export function useDiagnosis({ from, to, link, at }: { from: string; to: string; link: string; at: string }) {
  const trpc = useTRPC();
  const end = to === "" && from.startsWith("network/") ? from : to;
  const instant = at !== "" && !Number.isNaN(Date.parse(at)) ? new Date(at) : null;
  const isAsked = from !== "" && end !== "";
  const asked = { from, to: end, linkId: link || null, ...(instant && { at: instant }) };
  const found = useQuery(
    trpc.diagnosis.get.queryOptions(isAsked ? asked : skipToken, {
      refetchInterval: instant ? false : REREAD_MILLISECONDS,
      placeholderData: keepPreviousData,
    }),
  );
  return { isAsked, instant, found, data: isAsked ? found.data : undefined };
}

export type ReadCapture = { capture: Capture; evidence: CaptureEvidence[]; diagnosis: LinkDiagnosis };

/** What was pasted never leaves the browser: it is read here and added to the chain. null: nothing was pasted. */
export function useCapture(text: string, data: FoundDiagnosis | undefined): ReadCapture | null {
  return useMemo(() => {
    if (text.trim() === "" || !data?.diagnosis || !data.ends) return null;
    const { diagnosis, ends, vxlanPorts } = data;
    const capture = readCapture(text, vxlanPorts);
    const evidence = captureEvidence(capture, diagnosis.link?.kind ?? "unknown", ends);
    return { capture, evidence, diagnosis: withCapture(diagnosis, evidence) };
  }, [text, data]);
}
