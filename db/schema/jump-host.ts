import { sql } from "drizzle-orm";
import { check, inet, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { HOST_KEY_TYPES } from "#server/domain/host-key.ts";

/** SSH server through which the nodes of one PDC are reached. Its key is pinned like a node's. */
export const jumpHosts = pgTable(
  "jump_host",
  {
    pdcName: text().primaryKey(),
    sshAddress: inet().notNull(),
    sshPort: integer().notNull().default(22),
    username: text().notNull(),
    /** First key seen, or the key an operator confirmed; compared on every connection. */
    hostKeyFingerprint: text(),
    /** null: not seen since types are kept. */
    hostKeyType: text({ enum: HOST_KEY_TYPES }),
    hostKeyConfirmedAt: timestamp({ withTimezone: true }),
    /** A different key that it showed later; refused until an operator confirms it. */
    hostKeyOfferedFingerprint: text(),
    hostKeyOfferedType: text({ enum: HOST_KEY_TYPES }),
    lastCheckedAt: timestamp({ withTimezone: true }),
    /** Why the last check failed; null: it did not, or there was none. */
    lastCheckDetail: text(),
  },
  (t) => [check("jump_host_port", sql`${t.sshPort} between 1 and 65535`)],
);
