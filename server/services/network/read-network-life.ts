import type { Db } from "#db/client.ts";
import { listAuditEvents } from "#db/queries/audit.ts";
import { listVnicsOfNetwork } from "#db/queries/network.ts";
import type { Grant, VdcScope } from "#server/domain/access.ts";
import { toldChanges } from "../audit.ts";
import { requireVdc } from "../vdc.ts";
import { requireNetwork } from "./change-network.ts";
import { namedVmUuids } from "./users-of-network.ts";

const VNICS_LISTED_MAX = 500;
const CHANGES_LISTED_MAX = 100;

/** VM NICs on the network by the last known facts, those of unreachable nodes included; at most 500. Of a shared
 * network tenants are told only of VMs known to be their own. */
export async function listVnics(db: Db, grant: Grant<"network:read", VdcScope>, networkId: string) {
  const { scope } = grant;
  await requireVdc(db, scope);
  await requireNetwork(db, scope, networkId);
  const named = await namedVmUuids(db, grant, networkId);
  const vnics = await listVnicsOfNetwork(db, scope, { networkId, limit: VNICS_LISTED_MAX });
  return named ? vnics.filter(({ vmUuid }) => named.has(vmUuid)) : vnics;
}

/** Newest first, at most 100. */
export async function listChanges(db: Db, grant: Grant<"network:read", VdcScope>, networkId: string) {
  const { scope } = grant;
  await requireVdc(db, scope);
  await requireNetwork(db, scope, networkId);
  const events = await listAuditEvents(db, scope, { subjectId: networkId, limit: CHANGES_LISTED_MAX });
  return toldChanges(db, grant, events);
}
