import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { users } from "./user.ts";

const instant = () => timestamp({ withTimezone: true });

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
    /** Out of the queue until then, also when it closes and opens in between. */
    snoozedUntil: instant(),
    snoozedAt: instant(),
    snoozedById: text(),
    snoozedByName: text(),
    snoozedReason: text(),
    assigneeId: uuid().references(() => users.id, { onDelete: "set null" }),
    /** When its story last changed: it opened, closed, said something else or began to flap. */
    changedAt: instant().notNull().defaultNow(),
    /** The last times at which it was found to be true no more; `FLAP_WINDOW_MILLISECONDS` back. */
    endedAt: instant()
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** It is not true now, but stays open because it comes and goes. */
    isHeld: boolean().notNull().default(false),
    /** Flapping until then, unless it comes or goes again; null: it does not flap. */
    flapQuietAt: instant(),
    /** The first instant at which time alone changes something. */
    dueAt: instant().generatedAlwaysAs(sql`least(acknowledged_until, snoozed_until, flap_quiet_at)`),
    /** The open warning that this one is an effect of; null: it stands for itself. */
    rootCauseId: uuid().references((): AnyPgColumn => warnings.id, { onDelete: "set null" }),
    /** How many open warnings are effects of this one. */
    effectCount: integer().notNull().default(0),
    /** Severity of the worst among it and its effects: 0 critical, 1 warning, 2 info. */
    urgency: smallint().notNull().default(2),
  },
  (t) => [
    check("warning_reviewed_one_way", sql`${t.acknowledgedAt} is null or ${t.snoozedUntil} is null`),
    index("warning_due")
      .on(t.dueAt)
      .where(sql`${t.dueAt} is not null`),
    index("warning_in_order")
      .on(t.urgency, t.effectCount.desc().nullsFirst(), t.openedAt.desc().nullsFirst(), t.id)
      .where(sql`${t.resolvedAt} is null`),
    index("warning_by_root_cause").on(t.rootCauseId),
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
      enum: [
        "opened",
        "resolved",
        "reopened",
        "changed",
        "flapping",
        "steady",
        "acknowledged",
        "acknowledgement-ended",
        "snoozed",
        "snooze-ended",
        "assigned",
        "commented",
      ],
    }).notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    actorName: text(),
    note: text(),
  },
  (t) => [index("warning_event_by_warning").on(t.warningId, t.at)],
);

/** When a person last looked at a warning, so that what changed since can be told. */
export const warningLooks = pgTable(
  "warning_look",
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    warningId: uuid()
      .notNull()
      .references(() => warnings.id, { onDelete: "cascade" }),
    lookedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.warningId] })],
);

/** A filter of the review queue that a person kept under a name. */
export const warningViews = pgTable(
  "warning_view",
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** A `WarningFilter`. */
    filter: jsonb().notNull(),
    /** Shown when the queue is opened without a filter. */
    isDefault: boolean().notNull().default(false),
    createdAt: instant().notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("warning_view_name_per_person").on(t.userId, sql`lower(${t.name})`),
    uniqueIndex("warning_view_one_default")
      .on(t.userId)
      .where(sql`${t.isDefault}`),
  ],
);
