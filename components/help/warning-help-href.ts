import type { WarningCode } from "#server/domain/warnings/catalogue.ts";

/** Where one kind of warning is explained. */
export function warningHelpHref(code: WarningCode): string {
  return `/help/warnings#${code}`;
}
