import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { KEY_CHECK_STATES } from "#server/domain/ssh-key.ts";
import { nodes } from "./node.ts";

/** Public halves of the keys with which nodes are asked. Private halves never enter the database. */
export const sshKeys = pgTable(
  "ssh_key",
  {
    /** As OpenSSH prints it: `SHA256:` and base64. */
    fingerprint: text().primaryKey(),
    /** Line for a node's authorized_keys. */
    publicKey: text().notNull(),
    /** active: nodes are asked with it. next: being brought to the nodes. old: to be taken away from them. */
    role: text({ enum: ["active", "next", "old"] }).notNull(),
    addedAt: timestamp({ withTimezone: true }).notNull(),
    addedByName: text().notNull(),
    roleSince: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [
    uniqueIndex("ssh_key_one_active")
      .on(t.role)
      .where(sql`${t.role} = 'active'`),
    uniqueIndex("ssh_key_one_next")
      .on(t.role)
      .where(sql`${t.role} = 'next'`),
  ],
);

/** Whether one node lets a key in: the last answer, or the question that is under way. */
export const sshKeyChecks = pgTable(
  "ssh_key_check",
  {
    fingerprint: text()
      .notNull()
      .references(() => sshKeys.fingerprint, { onDelete: "cascade" }),
    nodeId: uuid()
      .notNull()
      .references(() => nodes.id, { onDelete: "cascade" }),
    state: text({ enum: KEY_CHECK_STATES }).notNull(),
    /** Why it could not be told; null: it was. */
    detail: text(),
    queuedAt: timestamp({ withTimezone: true }).notNull(),
    startedAt: timestamp({ withTimezone: true }),
    finishedAt: timestamp({ withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.fingerprint, t.nodeId] }),
    uniqueIndex("ssh_key_check_one_at_a_time")
      .on(t.nodeId)
      .where(sql`${t.state} = 'checking'`),
    index("ssh_key_check_by_node").on(t.nodeId),
  ],
);
