import type { Database } from "#db/client.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import type { Settings } from "#server/domain/settings.ts";

type Installation = { settings: Settings; sshPublicKey?: string; databaseKind?: Database["kind"] };

/** How this installation was started; nothing secret, and of the SSH key only the public half. */
export function readSettings(
  { settings, sshPublicKey, databaseKind }: Installation,
  _grant: Grant<"node:read", AllVdcs>,
) {
  return { ...settings, sshPublicKey: sshPublicKey ?? null, databaseKind: databaseKind ?? null };
}
