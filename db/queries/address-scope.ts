import { and, asc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { AllVdcs } from "#server/domain/access.ts";
import type { Db } from "../client.ts";
import { networks } from "../schema/network.ts";
import { overlayRules } from "../schema/overlay-rule.ts";
import { vdcs } from "../schema/vdc.ts";

export type AddressScope = (typeof overlayRules.$inferSelect)["addressScope"];

/** null: no such rule. Holds the rule's row until the transaction ends. */
export async function findAddressScopeForUpdate(tx: Db, ruleName: string): Promise<AddressScope | null> {
  const [rule] = await tx
    .select({ addressScope: overlayRules.addressScope })
    .from(overlayRules)
    .where(eq(overlayRules.name, ruleName))
    .for("update");
  return rule?.addressScope ?? null;
}

/** Pairs of networks of the rule, in whichever vDCs, whose subnets overlap. */
export async function listOverlapsOnRule(
  db: Db,
  _scope: AllVdcs,
  ruleName: string,
  limit: number,
): Promise<{ names: [string, string]; vdcNames: [string, string] }[]> {
  const other = alias(networks, "other_network");
  const otherVdc = alias(vdcs, "other_vdc");
  const rows = await db
    .select({ name: networks.name, otherName: other.name, vdcName: vdcs.name, otherVdcName: otherVdc.name })
    .from(networks)
    .innerJoin(
      other,
      and(
        eq(other.overlayRuleName, networks.overlayRuleName),
        sql`${networks.id} < ${other.id}`,
        sql`${networks.subnet} && ${other.subnet}`,
      ),
    )
    .innerJoin(vdcs, eq(vdcs.id, networks.vdcId))
    .innerJoin(otherVdc, eq(otherVdc.id, other.vdcId))
    .where(eq(networks.overlayRuleName, ruleName))
    .orderBy(asc(vdcs.name), asc(networks.name))
    .limit(limit);
  return rows.map(({ name, otherName, vdcName, otherVdcName }) => ({
    names: [name, otherName],
    vdcNames: [vdcName, otherVdcName],
  }));
}

/** The rule and its networks together: the networks carry what the exclusion constraint looks at. */
export async function updateAddressScope(
  tx: Db,
  ruleName: string,
  addressScope: AddressScope,
): Promise<void> {
  await tx
    .update(overlayRules)
    .set({ addressScope, updatedAt: sql`now()` })
    .where(eq(overlayRules.name, ruleName));
  await tx
    .update(networks)
    .set({ addressScopeRuleName: addressScope === "rule" ? ruleName : null })
    .where(eq(networks.overlayRuleName, ruleName));
}
