import { sql } from "drizzle-orm";
import type { LiveEvent } from "#server/domain/live-event.ts";
import type { Db } from "../client.ts";

export const LIVE_EVENT_CHANNEL = "overmesh_live";

/** Heard by every process when, and only when, the surrounding transaction commits. */
export async function announce(tx: Db, event: LiveEvent): Promise<void> {
  await tx.execute(sql`select pg_notify(${LIVE_EVENT_CHANNEL}, ${JSON.stringify(event)})`);
}
