import { index, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** Who changed what, when and from where; written in the transaction of the change and never altered. */
export const auditEvents = pgTable(
  "audit_event",
  {
    id: uuid().primaryKey().defaultRandom(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** null: the system itself. */
    actorId: text(),
    actorName: text().notNull(),
    /** Network address the person came from; null: the system, or not known. */
    fromAddress: text(),
    /** Domain verb, e.g. `network.create`. */
    action: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    subjectName: text().notNull(),
    /** null: not about one vDC. */
    vdcId: uuid(),
    before: jsonb(),
    after: jsonb(),
  },
  (t) => [index("audit_event_by_time").on(t.at), index("audit_event_by_vdc").on(t.vdcId, t.at)],
);
