import { bigint, boolean, index, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { CLOUD_ROLES } from "#server/domain/access.ts";

const createdAt = () => timestamp({ withTimezone: true }).notNull().defaultNow();
const updatedAt = createdAt;
const userId = () =>
  uuid()
    .notNull()
    .references(() => users.id, { onDelete: "cascade" });

/** A person. Nobody is deleted, so that the audit keeps naming them; who may not sign in any more is disabled. */
export const users = pgTable("user", {
  id: uuid().primaryKey().defaultRandom(),
  /** What the person types to sign in; lower case. */
  username: text().notNull().unique(),
  name: text().notNull(),
  /** Required by the sign-in library and never used for mail. */
  email: text().notNull().unique(),
  emailVerified: boolean().notNull().default(false),
  image: text(),
  cloudRole: text({ enum: CLOUD_ROLES }),
  disabledAt: timestamp({ withTimezone: true }),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
});

export const sessions = pgTable(
  "session",
  {
    id: uuid().primaryKey().defaultRandom(),
    token: text().notNull().unique(),
    userId: userId(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    ipAddress: text(),
    userAgent: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("session_by_user").on(t.userId)],
);

/** How a person proves who they are; here a password's hash. The token columns are the sign-in library's. */
export const accounts = pgTable(
  "account",
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: userId(),
    accountId: text().notNull(),
    providerId: text().notNull(),
    password: text(),
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: timestamp({ withTimezone: true }),
    refreshTokenExpiresAt: timestamp({ withTimezone: true }),
    scope: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("account_by_user").on(t.userId)],
);

export const verifications = pgTable(
  "verification",
  {
    id: uuid().primaryKey().defaultRandom(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index("verification_by_identifier").on(t.identifier)],
);

/** Requests by client address and path. */
export const rateLimits = pgTable("rate_limit", {
  id: uuid().primaryKey().defaultRandom(),
  key: text().notNull().unique(),
  count: integer().notNull(),
  lastRequest: bigint({ mode: "number" }).notNull(),
});

/** Failed sign-ins by name, known or not, so that being locked does not tell whether the account exists. */
export const signInFailures = pgTable("sign_in_failure", {
  /** Hash of the name typed: people sometimes type a password there. */
  nameHash: text().primaryKey(),
  failureCount: integer().notNull(),
  lastCountedAt: timestamp({ withTimezone: true }).notNull(),
});
