import { sql } from "drizzle-orm";
import { index, jsonb, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";

/** One finding per code and subject, for ever: it opens, closes by itself and reopens; nobody deletes it. */
export const warnings = pgTable(
  "warning",
  {
    id: uuid().primaryKey().defaultRandom(),
    code: text().notNull(),
    /** Identity of the subject, e.g. `node:<id>` or `pdc:prague-1|prague-l`. */
    subjectKey: text().notNull(),
    severity: text({ enum: ["critical", "warning", "info"] }).notNull(),
    subjectKind: text().notNull(),
    subjectLabel: text().notNull(),
    cause: text().notNull(),
    remedy: text().notNull(),
    href: text(),
    /** [{ sentence, observedAt }] */
    evidence: jsonb().notNull(),
    /** Keys of everything it is about: `node:…`, `pdc:…`, `rule:…`, `network:…`; filters and missing facts go by them. */
    touches: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** The vDC whose members may see it; null: operators and auditors only. */
    vdcId: uuid(),
    openedAt: timestamp({ withTimezone: true }).notNull(),
    /** null: open. */
    resolvedAt: timestamp({ withTimezone: true }),
    acknowledgedAt: timestamp({ withTimezone: true }),
    acknowledgedById: text(),
    acknowledgedByName: text(),
    acknowledgedReason: text(),
    /** null: until it closes. */
    acknowledgedUntil: timestamp({ withTimezone: true }),
  },
  (t) => [
    unique("warning_once_per_subject").on(t.code, t.subjectKey),
    index("warning_open").on(t.resolvedAt, t.severity),
    index("warning_by_vdc").on(t.vdcId),
    index("warning_by_touched").using("gin", t.touches),
  ],
);

/** History of a warning. */
export const warningEvents = pgTable(
  "warning_event",
  {
    id: uuid().primaryKey().defaultRandom(),
    warningId: uuid()
      .notNull()
      .references(() => warnings.id, { onDelete: "cascade" }),
    kind: text({
      enum: ["opened", "resolved", "reopened", "changed", "acknowledged", "acknowledgement-ended"],
    }).notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    actorName: text(),
    note: text(),
  },
  (t) => [index("warning_event_by_warning").on(t.warningId, t.at)],
);
