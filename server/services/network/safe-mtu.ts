import type { Db } from "#db/client.ts";
import { listNodes } from "#db/queries/node.ts";
import { linkContextOf } from "#server/domain/mesh.ts";
import type { SafeMtu } from "#server/domain/network/context.ts";
import type { NetworkDraft } from "#server/domain/network/draft.ts";
import { safeMtuOf } from "#server/domain/network/safe-mtu.ts";
import type { Settings } from "#server/domain/settings.ts";

/** By the last known facts of all nodes; null without an overlay rule, or while no path of it is known. */
export async function findSafeMtu(
  { db, settings }: { db: Db; settings: Pick<Settings, "staleAfterSeconds" | "publicAddressExceptions"> },
  { overlayRuleName }: Pick<NetworkDraft, "overlayRuleName">,
): Promise<SafeMtu | null> {
  if (overlayRuleName === null) return null;
  const nodes = await listNodes(db);
  return safeMtuOf(nodes, overlayRuleName, linkContextOf(nodes, { now: new Date(), ...settings }));
}
