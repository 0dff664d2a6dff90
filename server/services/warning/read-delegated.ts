import type { Db } from "#db/client.ts";
import { listEveryDelegation } from "#db/queries/delegation.ts";
import { listOverlayRules } from "#db/queries/overlay-rule.ts";
import { listRests } from "#db/queries/warning-situation.ts";
import type { Delegated } from "#server/domain/warnings/situation.ts";

/** `known`: what vDCs were delegated, where only what they took of it has changed since. */
export async function readDelegated(
  db: Db,
  now: Date,
  known: Delegated["delegations"] | null = null,
): Promise<Delegated> {
  const rules = await listOverlayRules(db);
  return {
    delegations: known ?? (await listEveryDelegation(db)),
    overlayRules: rules.map(({ name, isUserRule }) => ({ name, isUserRule })),
    restingVxlans: await listRests(db, now),
  };
}
