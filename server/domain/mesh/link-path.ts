import type { Check } from "./check.ts";
import type { Link } from "./link.ts";

/** `clear-text`: an end's policy or its guard lets frames of an ipsecLink out unencrypted. */
export type LinkPath = "admin" | "ipsec" | "clear-text" | "unknown";

/** How frames of a link travel. Encryption is claimed only where both ends' policies and guards are known to hold. */
export function linkPathOf({ kind, checks }: Pick<Link, "kind" | "checks">): LinkPath {
  if (kind === "unknown") return "unknown";
  if (kind === "adminLink") return "admin";
  const outcomeOf = (code: Check["code"]) =>
    checks.find((check) => check.code === code)?.outcome ?? "unknown";
  const guard = outcomeOf("clear-text-guard");
  if (guard === "fail") return "clear-text";
  return guard === "pass" && outcomeOf("ipsec-policy") === "pass" ? "ipsec" : "unknown";
}
