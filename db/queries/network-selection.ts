import { and, asc, eq, inArray, notInArray, sql } from "drizzle-orm";
import type { AllVdcs, Scope } from "#server/domain/access.ts";
import type { NetworksChange, NetworkSelection } from "#server/domain/network/selection.ts";
import type { Db } from "../client.ts";
import { memberships } from "../schema/membership.ts";
import { networks } from "../schema/network.ts";
import { users } from "../schema/user.ts";
import { vdcs } from "../schema/vdc.ts";
import { matches } from "./network-list.ts";
import { type Network, selectNetworks } from "./network.ts";

/** By vDC and name, at most `limit`. Those that are not in scope are not there. */
export async function listSelectedNetworks(
  db: Db,
  scope: Scope | AllVdcs,
  selection: NetworkSelection,
  limit: number,
): Promise<Network[]> {
  const isSelected =
    selection.kind === "ids"
      ? inArray(networks.id, selection.networkIds)
      : and(matches(scope, selection.filter), notInArray(networks.id, selection.exceptNetworkIds));
  const isInScope = scope.vdcId === null ? undefined : eq(networks.vdcId, scope.vdcId);
  return selectNetworks(db)
    .where(and(isSelected, isInScope))
    .orderBy(asc(sql`lower(${vdcs.name})`), asc(sql`lower(${networks.name})`), asc(networks.id))
    .limit(limit);
}

/** vDCs in which a person of this name is a member. */
export async function listVdcIdsOfMember(
  db: Db,
  scope: Scope | AllVdcs,
  userName: string,
): Promise<string[]> {
  const rows = await db
    .select({ vdcId: memberships.vdcId })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(users.username, userName),
        scope.vdcId === null ? undefined : eq(memberships.vdcId, scope.vdcId),
      ),
    );
  return rows.map(({ vdcId }) => vdcId);
}

/** The same change for all of them, in one statement. */
export async function changeNetworks(
  tx: Db,
  scope: Scope | AllVdcs,
  networkIds: readonly string[],
  { ownerName, ...change }: NetworksChange,
): Promise<void> {
  const owner =
    ownerName === undefined
      ? {}
      : { ownerUserId: sql`(select ${users.id} from ${users} where ${users.username} = ${ownerName})` };
  await tx
    .update(networks)
    .set({ ...change, ...owner, updatedAt: sql`now()` })
    .where(
      and(
        inArray(networks.id, [...networkIds]),
        scope.vdcId === null ? undefined : eq(networks.vdcId, scope.vdcId),
      ),
    );
}
