import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { users } from "./user.ts";
import { vdcs } from "./vdc.ts";

/** A vDC's wish for more than it was delegated, and the operator's answer. One at a time is open in a vDC. */
export const delegationRequests = pgTable(
  "delegation_request",
  {
    id: uuid().primaryKey().defaultRandom(),
    vdcId: uuid()
      .notNull()
      .references(() => vdcs.id),
    state: text({ enum: ["open", "approved", "declined", "withdrawn"] })
      .notNull()
      .default("open"),
    /** What is wanted, in the shape that `server/domain` gives it. */
    wanted: jsonb().notNull(),
    reason: text().notNull(),
    requestedByUserId: uuid().references(() => users.id, { onDelete: "set null" }),
    requestedByName: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** null while it is open. */
    answeredAt: timestamp({ withTimezone: true }),
    answeredByName: text(),
    answer: text().notNull().default(""),
    /** The ranges as they were approved; null unless it was. */
    granted: jsonb(),
  },
  (t) => [
    uniqueIndex("delegation_request_one_open")
      .on(t.vdcId)
      .where(sql`${t.state} = 'open'`),
    index("delegation_request_by_vdc").on(t.vdcId, t.createdAt),
    check("delegation_request_state", sql`${t.state} in ('open', 'approved', 'declined', 'withdrawn')`),
    check("delegation_request_answered", sql`(${t.state} = 'open') = (${t.answeredAt} is null)`),
  ],
);
