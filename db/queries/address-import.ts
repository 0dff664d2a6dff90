import { asc, eq, sql } from "drizzle-orm";
import type { Scope } from "#server/domain/access.ts";
import type { ListedAddress } from "#server/domain/address/change.ts";
import type { NamedAddress } from "#server/domain/import/address-row.ts";
import { formatIpv4 } from "#server/domain/ipv4.ts";
import type { Db } from "../client.ts";
import { addresses } from "../schema/address.ts";
import { networks } from "../schema/network.ts";
import { vdcs } from "../schema/vdc.ts";
import { chunks } from "./chunks.ts";
import type { Network } from "./network.ts";

/** Every listed address of the networks in scope: by vDC, by network, in their order. */
export async function listNamedAddresses(db: Db, { vdcId }: Scope): Promise<NamedAddress[]> {
  return db
    .select({
      vdcName: vdcs.name,
      networkName: networks.name,
      address: sql<string>`host(${addresses.address})`,
      usage: addresses.usage,
      note: addresses.note,
    })
    .from(addresses)
    .innerJoin(networks, eq(networks.id, addresses.networkId))
    .innerJoin(vdcs, eq(vdcs.id, networks.vdcId))
    .where(vdcId === null ? undefined : eq(networks.vdcId, vdcId))
    .orderBy(asc(vdcs.name), asc(networks.name), asc(addresses.address));
}

/** Part of a transaction that holds the networks' addresses. */
export type ListedInNetwork = { network: Pick<Network, "id" | "vdcId" | "subnet">; listed: ListedAddress };

export async function insertListedAddresses(tx: Db, rows: readonly ListedInNetwork[]): Promise<void> {
  for (const part of chunks(rows)) await tx.insert(addresses).values(part.map(valuesOf));
}

/** Rows that are listed already get this usage and note. */
export async function updateListedAddresses(tx: Db, rows: readonly ListedInNetwork[]): Promise<void> {
  for (const part of chunks(rows)) {
    await tx
      .insert(addresses)
      .values(part.map(valuesOf))
      .onConflictDoUpdate({
        target: [addresses.networkId, addresses.address],
        set: { usage: sql`excluded.usage`, note: sql`excluded.note`, updatedAt: sql`now()` },
      });
  }
}

function valuesOf({ network, listed }: ListedInNetwork): typeof addresses.$inferInsert {
  return {
    networkId: network.id,
    vdcId: network.vdcId,
    subnet: network.subnet,
    address: formatIpv4(listed.address),
    usage: listed.usage,
    note: listed.note,
  };
}
