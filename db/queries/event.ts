import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { LiveEvent } from "#server/domain/live-event.ts";
import type { Db } from "../client.ts";

export const LIVE_EVENT_CHANNEL = "overmesh_live";

/** As an expression, to announce something in the statement that brings it about. */
export function announcing(event: LiveEvent): SQL<unknown> {
  return sql`pg_notify(${LIVE_EVENT_CHANNEL}, ${JSON.stringify(event)})`;
}

/** The same of a row whose id only the statement knows. */
export function announcingRow(topic: LiveEvent["topic"], id: SQLWrapper): SQL<unknown> {
  return sql`pg_notify(
    ${LIVE_EVENT_CHANNEL}, json_build_object('topic', ${topic}::text, 'id', ${id}, 'vdcId', null)::text
  )`;
}

/** Heard by every process when, and only when, the surrounding transaction commits. */
export async function announce(tx: Db, ...events: readonly LiveEvent[]): Promise<void> {
  await tx.execute(sql`select ${sql.join(events.map(announcing), sql`, `)}`);
}
