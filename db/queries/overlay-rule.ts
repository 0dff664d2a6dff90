import { asc, count, isNotNull } from "drizzle-orm";
import type { OverlayRule } from "#server/domain/facts.ts";
import type { Db } from "../client.ts";
import { networks } from "../schema/network.ts";
import { overlayRules } from "../schema/overlay-rule.ts";

export type OverlayRuleRow = typeof overlayRules.$inferSelect;

/** What the nodes' own tools accept: at most 19 characters, the last no digit. */
const RULE_NAME = /^[A-Za-z_0-9]{0,18}[A-Za-z_]$/;
const SYSTEM_RULE_NAMES: readonly string[] = ["adminoverlay"];
const LISTEN_ON_ALL = "0.0.0.0";

const isWithin = (value: number, first: number, last: number) =>
  Number.isInteger(value) && value >= first && value <= last;

/** What the table can hold; a node may report more than that. */
function isStorable({ name, mtuBytes, listenPort }: OverlayRule): boolean {
  return RULE_NAME.test(name) && isWithin(mtuBytes, 576, 8900) && isWithin(listenPort, 1, 65_535);
}

/** Makes rules that nodes already have known here, once; a rule that is known stays as it is. */
export async function takeOverFoundRules(tx: Db, rules: readonly OverlayRule[]): Promise<void> {
  const found = rules.filter(isStorable).map((rule) => ({
    name: rule.name,
    mtuBytes: rule.mtuBytes,
    listenPort: rule.listenPort,
    // A fixed listen address is the node's own and says nothing about other nodes.
    listenAddress: rule.listenAddress === LISTEN_ON_ALL ? LISTEN_ON_ALL : null,
    arpFilePath: rule.arpFilePath,
    isUserRule: !SYSTEM_RULE_NAMES.includes(rule.name),
    origin: "found" as const,
  }));
  if (found.length > 0) await tx.insert(overlayRules).values(found).onConflictDoNothing();
}

export async function listOverlayRules(db: Db): Promise<OverlayRuleRow[]> {
  return db.select().from(overlayRules).orderBy(asc(overlayRules.name));
}

/** Networks of all vDCs, the hidden ones too. */
export async function networkCountByRuleName(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .select({ name: networks.overlayRuleName, networkCount: count() })
    .from(networks)
    .where(isNotNull(networks.overlayRuleName))
    .groupBy(networks.overlayRuleName);
  return new Map(rows.map(({ name, networkCount }) => [name ?? "", networkCount]));
}
