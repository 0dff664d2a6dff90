import { and, desc, eq, sql } from "drizzle-orm";
import type { VdcScope } from "#server/domain/access.ts";
import type { NetworkValues } from "#server/domain/network/draft.ts";
import type { Db } from "../client.ts";
import { addresses } from "../schema/address.ts";
import { deletedNetworks } from "../schema/deleted-network.ts";
import { networks } from "../schema/network.ts";
import { users } from "../schema/user.ts";

/** What a deleted network was. */
export type DeletedNetwork = {
  id: string;
  values: NetworkValues;
  addressCount: number;
  deletedAt: Date;
  deletedByName: string;
  restorableUntil: Date;
  /** Its time is not over; by the database's clock, which everybody shares. */
  isInTime: boolean;
};

const KEPT_DAYS_AFTER_TIME = 30;
const isInTime = sql<boolean>`${deletedNetworks.restorableUntil} > now()`;
const columns = {
  id: deletedNetworks.id,
  network: deletedNetworks.network,
  addressCount: sql<number>`jsonb_array_length(${deletedNetworks.addresses})`,
  deletedAt: deletedNetworks.deletedAt,
  deletedByName: deletedNetworks.deletedByName,
  restorableUntil: deletedNetworks.restorableUntil,
  isInTime,
};

function toDeletedNetwork({ network, ...row }: { network: unknown } & Omit<DeletedNetwork, "values">) {
  // Only `keepDeletedNetwork` writes this column, so the shape is its.
  return { ...row, values: network as NetworkValues };
}

/** Call before the row of the network goes. What can no longer be restored is forgotten after a while. */
export async function keepDeletedNetwork(
  tx: Db,
  { vdcId }: VdcScope,
  network: { id: string; values: NetworkValues },
  { deletedByName, restSeconds }: { deletedByName: string; restSeconds: number },
): Promise<void> {
  await tx.execute(sql`
    delete from ${deletedNetworks} where vdc_id = ${vdcId}
      and restorable_until < now() - make_interval(days => ${KEPT_DAYS_AFTER_TIME})`);
  await tx.execute(sql`
    insert into ${deletedNetworks}
      (id, vdc_id, name, vxlan_id, network, addresses, deleted_by_name, restorable_until)
    select n.id, n.vdc_id, n.name, n.vxlan_id,
      ${JSON.stringify(network.values)}::jsonb
        || jsonb_build_object('ownerUserId', n.owner_user_id, 'createdAt', n.created_at),
      coalesce((select jsonb_agg(jsonb_build_object(
          'address', host(a.address), 'usage', a.usage, 'note', a.note, 'createdAt', a.created_at
        ) order by a.address) from ${addresses} a where a.network_id = n.id and a.vdc_id = n.vdc_id), '[]'::jsonb),
      ${deletedByName}, now() + make_interval(secs => ${restSeconds})
    from ${networks} n where n.id = ${network.id} and n.vdc_id = ${vdcId}`);
}

/** Latest first. */
export async function listDeletedNetworks(
  db: Db,
  { vdcId }: VdcScope,
  { limit }: { limit: number },
): Promise<DeletedNetwork[]> {
  const rows = await db
    .select(columns)
    .from(deletedNetworks)
    .where(eq(deletedNetworks.vdcId, vdcId))
    .orderBy(desc(deletedNetworks.deletedAt), desc(deletedNetworks.id))
    .limit(limit);
  return rows.map(toDeletedNetwork);
}

export async function findDeletedNetwork(
  db: Db,
  { vdcId }: VdcScope,
  networkId: string,
): Promise<DeletedNetwork | null> {
  const [row] = await db
    .select(columns)
    .from(deletedNetworks)
    .where(and(eq(deletedNetworks.id, networkId), eq(deletedNetworks.vdcId, vdcId)));
  return row ? toDeletedNetwork(row) : null;
}

/** The network with its id, its owner and its addresses as they were; its row here goes. */
export async function bringBackNetwork(
  tx: Db,
  { vdcId }: VdcScope,
  networkId: string,
  values: NetworkValues,
): Promise<void> {
  const isThisOne = and(eq(deletedNetworks.id, networkId), eq(deletedNetworks.vdcId, vdcId));
  const kept = (field: "ownerUserId" | "createdAt") =>
    sql`(select network ->> ${field}::text from ${deletedNetworks} where ${isThisOne})`;
  await tx.insert(networks).values({
    ...values,
    id: networkId,
    vdcId,
    ownerUserId: sql`(select id from ${users} where ${users.id} = ${kept("ownerUserId")}::uuid)`,
    createdAt: sql`${kept("createdAt")}::timestamptz`,
  });
  await tx.execute(sql`
    insert into ${addresses} (network_id, subnet, address, usage, note, vdc_id, created_at)
    select ${networkId}::uuid, ${values.subnet}::cidr, a.address, a.usage, a.note, ${vdcId}::uuid, a."createdAt"
    from ${deletedNetworks}, jsonb_to_recordset(${deletedNetworks.addresses})
      as a(address inet, usage text, note text, "createdAt" timestamptz)
    where ${isThisOne}`);
  await tx.delete(deletedNetworks).where(isThisOne);
}
