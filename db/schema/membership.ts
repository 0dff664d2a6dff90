import { index, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { VDC_ROLES } from "#server/domain/access.ts";
import { users } from "./user.ts";
import { vdcs } from "./vdc.ts";

/** A person's role in one vDC. */
export const memberships = pgTable(
  "membership",
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    vdcId: uuid()
      .notNull()
      .references(() => vdcs.id, { onDelete: "cascade" }),
    role: text({ enum: VDC_ROLES }).notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.vdcId] }), index("membership_by_vdc").on(t.vdcId)],
);
