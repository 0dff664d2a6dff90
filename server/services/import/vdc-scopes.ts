import type { Db } from "#db/client.ts";
import { listDelegations } from "#db/queries/delegation.ts";
import { authorize, type Grant, type Scope, type VdcScope } from "#server/domain/access.ts";
import { requireVdc } from "../vdc.ts";

/** The vDC in scope, or those of the cloud that are named, in the order in which they are locked. */
export async function findVdcScopes(
  db: Db,
  { actor, scope }: Grant<"network:create", Scope>,
  names: ReadonlySet<string>,
): Promise<VdcScope[]> {
  if (scope.vdcId !== null) {
    await requireVdc(db, scope);
    return [scope];
  }
  const named = (await listDelegations(db, scope)).filter(({ vdcName }) => names.has(vdcName.toLowerCase()));
  return named
    .map(({ vdcId }) => authorize(actor, vdcId, "network:update").scope)
    .toSorted((a, b) => (a.vdcId < b.vdcId ? -1 : 1));
}
