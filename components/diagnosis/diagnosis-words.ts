import type { Pattern, StepOutcome } from "#server/domain/diagnosis/step.ts";
import type { Verdict } from "#server/domain/diagnosis/verdict.ts";
import type { State } from "../ui/state-glyph.tsx";

/** The page that tells why the link of two ends is down. Ends as in `PathEndRef`'s text. */
export function diagnoseHref(ends: { from?: string; to?: string; link?: string }): string {
  const params = new URLSearchParams();
  if (ends.from) params.set("from", ends.from);
  if (ends.to) params.set("to", ends.to);
  if (ends.link) params.set("link", ends.link);
  return `/diagnose${params.size > 0 ? `?${params}` : ""}`;
}

/** Of a link's id: both nodes. */
export function diagnoseLinkHref(linkId: string): string {
  const [a = "", b = ""] = linkId.split(",");
  return diagnoseHref({ from: `node/${a}`, to: `node/${b}` });
}

/** Nothing but what is known to carry is drawn as up. */
export const VERDICT_WORDS: Record<Verdict["kind"], { state: State; word: string }> = {
  cause: { state: "down", word: "Frames do not pass" },
  impaired: { state: "degraded", word: "Frames pass, but not as they should" },
  unknown: { state: "unknown", word: "Not everything is known" },
  carries: { state: "up", word: "Frames pass" },
};

export const OUTCOME_WORDS: Record<StepOutcome, string> = {
  pass: "Passed",
  fail: "Failed",
  unknown: "Not known",
  "not-reached": "Not reached",
  "not-applicable": "Not asked",
};

/** The field's own guide: what a capture shows, and where to look then. */
export const PATTERN_WORDS: Record<Pattern, { title: string; sentence: string }> = {
  "no-packets": {
    title: "No packets at all",
    sentence: "Look at the NIC that was captured on, then at the services ipsecalgs, ike and policy.",
  },
  "one-side-negotiates": {
    title: "Only one side negotiates",
    sentence:
      "Look at the firewall and at the configuration of both ends; if they agree, flush the associations of both.",
  },
  "no-esp": {
    title: "Both negotiate, and no ESP follows",
    sentence: "Compare the configuration of both ends; if it agrees, flush the associations of both.",
  },
  "esp-one-way": {
    title: "ESP one way only",
    sentence: "Trace the dropped packets on the silent end, then flush the associations of both.",
  },
  "guests-silent": {
    title: "ESP both ways, and the VMs are silent",
    sentence: "Capture inside the guests: address, MTU and firewall of the VMs themselves.",
  },
};
