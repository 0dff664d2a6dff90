import type { Check, CheckCode } from "./check.ts";
import type { Link } from "./link.ts";

/**
 * Whether frames between different places may travel in clear text. `kept-off` needs fresh facts of both ends that prove it;
 * what was seen to be open stays so until it is seen otherwise. `inside`: one place, where plain VXLAN is meant.
 */
export type ClearText = "inside" | "kept-off" | "open" | "unknown";

const PROOF_CODES: readonly CheckCode[] = ["facts-fresh", "last-refresh", "clear-text-guard"];

export function clearTextOf({ kind, checks }: Pick<Link, "kind" | "checks">): ClearText {
  if (kind === "adminLink") return "inside";
  if (kind === "unknown") return "unknown";
  const outcomeOf = (code: Check["code"]) => checks.find((check) => check.code === code)?.outcome;
  if (outcomeOf("clear-text-guard") === "fail") return "open";
  return PROOF_CODES.every((code) => outcomeOf(code) === "pass") ? "kept-off" : "unknown";
}
