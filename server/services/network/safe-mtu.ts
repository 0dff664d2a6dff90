import type { Db } from "#db/client.ts";
import type { SafeMtu } from "#server/domain/network/context.ts";

export async function findSafeMtu(_db: Db, _overlayRuleName: string): Promise<SafeMtu | null> {
  return null;
}
