import { and, desc, eq, gt, inArray, ne, sql } from "drizzle-orm";
import type { VmVnic } from "#server/domain/facts.ts";
import type { Db } from "../client.ts";
import { vmVnics, vmVnicStays } from "../schema/node.ts";
import { chunks } from "./chunks.ts";

/** Arrivals and departures of two nodes at once would not see each other. */
const MOVES_LOCK = 7_402_113;

type VmVnicRow = typeof vmVnics.$inferSelect;
type Holder = { id: string; hostname: string };
type Stay = Pick<VmVnicRow, "since" | "movedFromNodeId" | "movedFromHostname" | "movedAt">;

const keyOf = ({ vmUuid, macAddress }: { vmUuid: string; macAddress: string }) => `${vmUuid} ${macAddress}`;

const macsOf = (vnics: readonly { macAddress: string }[]) => [
  ...new Set(vnics.map(({ macAddress }) => macAddress)),
];

/**
 * What the node has now takes the place of what it had. A VM NIC that stays keeps its past; one that left is kept as a stay;
 * one that came from a node which no longer has it has moved.
 */
export async function storeVmVnics(
  tx: Db,
  holder: Holder,
  vnics: readonly VmVnic[],
  observedAt: Date,
): Promise<void> {
  const known = await tx.select().from(vmVnics).where(eq(vmVnics.nodeId, holder.id));
  const knownByKey = new Map(known.map((row) => [keyOf(row), row]));
  const keys = new Set(vnics.map(keyOf));
  const arrived = vnics.filter((vnic) => !knownByKey.has(keyOf(vnic)));
  const departed = known.filter((row) => !keys.has(keyOf(row)));
  if (arrived.length + departed.length > 0)
    await tx.execute(sql`select pg_advisory_xact_lock(${MOVES_LOCK})`);
  await recordDepartures(tx, holder, departed, observedAt);
  const originByMac = await originsOf(tx, holder.id, macsOf(arrived));
  const stayOf = (vnic: VmVnic): Stay => {
    const row = knownByKey.get(keyOf(vnic));
    if (row) return row;
    const origin = originByMac.get(vnic.macAddress);
    return {
      since: observedAt,
      movedFromNodeId: origin?.nodeId ?? null,
      movedFromHostname: origin?.hostname ?? null,
      movedAt: origin ? observedAt : null,
    };
  };
  await tx.delete(vmVnics).where(eq(vmVnics.nodeId, holder.id));
  const rows = vnics.map((vnic) => rowOf(holder.id, vnic, stayOf(vnic)));
  // A node may repeat itself; the first of its lines counts.
  for (const some of chunks(rows)) await tx.insert(vmVnics).values(some).onConflictDoNothing();
}

function rowOf(nodeId: string, vnic: VmVnic, stay: Stay): VmVnicRow {
  const { vmUuid, vmAlias, interfaceName, macAddress, vxlanId, vlanId, isDhcp, mtuBytes } = vnic;
  const { since, movedFromNodeId, movedFromHostname, movedAt } = stay;
  return {
    ...{ nodeId, vmUuid, vmAlias, interfaceName, macAddress, vxlanId, vlanId, isDhcp, mtuBytes },
    nicTagName: vnic.overlayRuleName ?? vnic.nicTag,
    ipv4Addresses: vnic.addresses.map(({ ipv4Address }) => ipv4Address),
    ...{ since, movedFromNodeId, movedFromHostname, movedAt },
  };
}

/** Another node that claimed such a MAC later, while it was still here, has it by a move now. */
async function recordDepartures(
  tx: Db,
  { id: nodeId, hostname }: Holder,
  departed: readonly VmVnicRow[],
  until: Date,
): Promise<void> {
  const stays = departed.map(({ vmUuid, vmAlias, interfaceName, macAddress, since }) => ({
    ...{ nodeId, hostname, vmUuid, vmAlias, interfaceName, macAddress, since, until },
  }));
  for (const some of chunks(stays)) await tx.insert(vmVnicStays).values(some);
  for (const some of chunks(departed)) {
    const sinceByMac = sql.join(
      some.map(({ macAddress, since }) => sql`(${macAddress}, ${since.toISOString()}::timestamptz)`),
      sql`, `,
    );
    await tx
      .update(vmVnics)
      .set({ movedFromNodeId: nodeId, movedFromHostname: hostname, movedAt: until })
      .from(sql`(values ${sinceByMac}) as gone(mac_address, since)`)
      .where(
        and(
          eq(vmVnics.macAddress, sql`gone.mac_address`),
          gt(vmVnics.since, sql`gone.since`),
          ne(vmVnics.nodeId, nodeId),
        ),
      );
  }
}

/** The node that had each MAC last, where that is another one and no node still has it. */
async function originsOf(tx: Db, nodeId: string, macAddresses: readonly string[]) {
  const originByMac = new Map<string, { nodeId: string; hostname: string }>();
  for (const some of chunks(macAddresses)) {
    const held = await tx
      .selectDistinct({ macAddress: vmVnics.macAddress })
      .from(vmVnics)
      .where(and(inArray(vmVnics.macAddress, some), ne(vmVnics.nodeId, nodeId)));
    const stillHeld = new Set(macsOf(held));
    const last = await tx
      .selectDistinctOn([vmVnicStays.macAddress], {
        macAddress: vmVnicStays.macAddress,
        nodeId: vmVnicStays.nodeId,
        hostname: vmVnicStays.hostname,
      })
      .from(vmVnicStays)
      .where(inArray(vmVnicStays.macAddress, some))
      .orderBy(vmVnicStays.macAddress, desc(vmVnicStays.until));
    for (const { macAddress, ...origin } of last) {
      if (origin.nodeId !== nodeId && !stillHeld.has(macAddress)) originByMac.set(macAddress, origin);
    }
  }
  return originByMac;
}
