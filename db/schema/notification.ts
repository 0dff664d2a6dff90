import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { DELIVERY_STATES } from "#server/domain/notification/delivery.ts";
import { NOTICE_KINDS } from "#server/domain/notification/notice.ts";
import { users } from "./user.ts";
import { vdcs } from "./vdc.ts";

const instant = () => timestamp({ withTimezone: true });

/**
 * What became of warnings, in the order in which it was committed: triggers of `warning` write it in the transaction of the
 * change, one transaction at a time. Everybody who is told has read it up to some id.
 */
export const warningNotices = pgTable(
  "warning_notice",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    /** No foreign key: a trigger of the warning itself writes it, and a warning that is gone is not told. */
    warningId: uuid().notNull(),
    kind: text({ enum: NOTICE_KINDS }).notNull(),
    /** Acknowledged or snoozed when it happened. */
    isReviewed: boolean().notNull(),
    /** The warning it was an effect of before. */
    rootCauseId: uuid(),
    at: instant().notNull().defaultNow(),
  },
  (t) => [index("warning_notice_by_age").on(t.at)],
);

/** A URL that hears of warnings. */
export const notificationHooks = pgTable(
  "notification_hook",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** It hears of this vDC's warnings alone; null: of all that there are. */
    vdcId: uuid().references(() => vdcs.id),
    name: text().notNull(),
    url: text().notNull(),
    /** What signs its messages, encrypted. */
    sealedSecret: text().notNull(),
    /** A `NotificationFilter`. */
    filter: jsonb().notNull(),
    pausedAt: instant(),
    /** The last notice it was told of or need not be told of. */
    throughNoticeId: bigint({ mode: "number" }).notNull(),
    createdAt: instant().notNull().defaultNow(),
  },
  // A name that somebody else uses is no business of a vDC.
  (t) => [unique("notification_hook_name_in_vdc").on(t.vdcId, t.name).nullsNotDistinct()],
);

/** Where and when a person is told by e-mail. */
export const notificationPreferences = pgTable("notification_preference", {
  userId: uuid()
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  isOn: boolean().notNull().default(false),
  /** Only an address whose code came back; null: none yet. */
  email: text(),
  /** An address that has to show first that it is the person's. */
  unverifiedEmail: text(),
  codeHash: text(),
  codeSentAt: instant(),
  codeTryCount: integer().notNull().default(0),
  /** A `NotificationFilter`. */
  filter: jsonb().notNull(),
  /** A `Schedule`. */
  schedule: jsonb().notNull(),
  throughNoticeId: bigint({ mode: "number" }).notNull(),
});

/** One message to one receiver. What was sent is kept to the byte, so that another attempt is the same message. */
export const notificationDeliveries = pgTable(
  "notification_delivery",
  {
    id: uuid().primaryKey(),
    hookId: uuid().references(() => notificationHooks.id, { onDelete: "cascade" }),
    userId: uuid().references(() => users.id, { onDelete: "cascade" }),
    isTest: boolean().notNull(),
    /** One line of what it tells. */
    summary: text().notNull(),
    body: text().notNull(),
    /** vDCs whose warnings it tells a person of; null: it was written for somebody with a role in the whole cloud. */
    vdcIds: uuid().array(),
    state: text({ enum: DELIVERY_STATES }).notNull().default("queued"),
    attemptCount: integer().notNull().default(0),
    /** When it may be tried (again); null: it is over. */
    dueAt: instant(),
    lastAttemptAt: instant(),
    lastStatusCode: integer(),
    lastDurationMilliseconds: integer(),
    /** Why the last attempt failed. */
    lastFailure: text(),
    createdAt: instant().notNull(),
  },
  (t) => [
    check("notification_delivery_one_receiver", sql`num_nonnulls(${t.hookId}, ${t.userId}) = 1`),
    check("notification_delivery_due", sql`(${t.dueAt} is null) = (${t.state} in ('delivered', 'failed'))`),
    index("notification_delivery_by_hook").on(t.hookId, t.createdAt.desc().nullsFirst()),
    index("notification_delivery_by_user").on(t.userId, t.createdAt.desc().nullsFirst()),
    index("notification_delivery_due")
      .on(t.dueAt)
      .where(sql`${t.dueAt} is not null`),
  ],
);
