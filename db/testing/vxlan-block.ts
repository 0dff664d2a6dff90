import { sql } from "drizzle-orm";
import type { Db } from "../client.ts";

const VXLAN_ID_FIRST = 100_000;

/** First of `length` VXLAN ids that no other caller on this database gets. */
export async function takeVxlanBlock(db: Db, length: number): Promise<number> {
  await db.execute(sql`create sequence if not exists testing_vxlan_block`);
  const result: unknown = await db.execute(sql`select nextval('testing_vxlan_block')::int as block`);
  // Both drivers answer raw SQL with `rows`.
  const [row] = (result as { rows: { block: number }[] }).rows;
  return VXLAN_ID_FIRST + (row?.block ?? 0) * length;
}
