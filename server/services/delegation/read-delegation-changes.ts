import type { Db } from "#db/client.ts";
import { listAuditEvents } from "#db/queries/audit.ts";
import type { Grant, VdcScope } from "#server/domain/access.ts";
import { toldChanges } from "../audit.ts";
import { requireVdc } from "../vdc.ts";

const CHANGES_LISTED_MAX = 100;

/** Of the vDC's ranges and limit; newest first, at most 100. */
export async function listDelegationChanges(db: Db, grant: Grant<"delegation:read", VdcScope>) {
  const { scope } = grant;
  await requireVdc(db, scope);
  const page = { subjectKind: "delegation", limit: CHANGES_LISTED_MAX };
  return toldChanges(db, grant, await listAuditEvents(db, scope, page));
}
