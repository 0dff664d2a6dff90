import type { Database } from "#db/client.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import type { Settings } from "#server/domain/settings.ts";

type Installation = { settings: Settings; databaseKind?: Database["kind"] };

/** How this installation was started; nothing secret. */
export function readSettings({ settings, databaseKind }: Installation, _grant: Grant<"node:read", AllVdcs>) {
  return { ...settings, databaseKind: databaseKind ?? null };
}
