import { sql } from "drizzle-orm";
import { REFRESH_STATES, REFRESH_STATES_IN_FLIGHT } from "#server/domain/refresh-state.ts";
import {
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { nodeFactsSnapshots } from "./node.ts";

/** One order to refresh one or many nodes. */
export const refreshRuns = pgTable(
  "refresh_run",
  {
    id: uuid().primaryKey().defaultRandom(),
    trigger: text({ enum: ["person", "schedule", "retry", "rule-change", "apply"] }).notNull(),
    /** What was asked for, in people's words: `all nodes`, `prague-1`, a hostname. */
    title: text().notNull(),
    orderedById: text(),
    orderedByName: text(),
    /** null unless somebody stopped it; what had not ended by then was cancelled. */
    cancelledAt: timestamp({ withTimezone: true }),
    cancelledByName: text(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** { nodeCount, failedCount, changedCount, cancelledCount, finishedAt }, written once all of it has ended; null: not yet. */
    endedSums: jsonb(),
  },
  (t) => [
    index("refresh_run_by_time").on(t.createdAt),
    index("refresh_run_not_summed")
      .on(t.createdAt)
      .where(sql`${t.endedSums} is null`),
  ],
);

/** One refresh of one node. While it is in flight the node has no other, whatever process asks. */
export const nodeRefreshes = pgTable(
  "node_refresh",
  {
    id: uuid().primaryKey().defaultRandom(),
    nodeId: uuid().notNull(), // of a retired node too
    state: text({ enum: REFRESH_STATES }).notNull().default("queued"),
    queuedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** Counts from 1; a transient failure is tried again under the same refresh. */
    attempt: integer().notNull().default(1),
    /** When the next attempt may begin; null: at once. */
    notBefore: timestamp({ withTimezone: true }),
    startedAt: timestamp({ withTimezone: true }),
    finishedAt: timestamp({ withTimezone: true }),
    failureCause: text(),
    failureDetail: text(),
    /** Where it stood when it failed; null: it did not, or before steps were kept. */
    failedStep: text({ enum: REFRESH_STATES_IN_FLIGHT }),
    /** Parts that could not be read although others were: [{ part, reason }]. */
    partFailures: jsonb().notNull().default([]),
    /** How each command went: [{ key, exitCode, milliseconds }]; empty: the node did not answer, or nothing changed and it is a while ago. */
    sections: jsonb().notNull().default([]),
    /** What changed: [{ part, kind, subject, sentence }]. */
    differences: jsonb().notNull().default([]),
    snapshotId: uuid().references(() => nodeFactsSnapshots.id, { onDelete: "set null" }),
  },
  (t) => [
    uniqueIndex("node_refresh_one_in_flight")
      .on(t.nodeId)
      .where(sql`${t.state} in ('queued', 'connecting', 'collecting', 'parsing', 'storing')`),
    index("node_refresh_by_node").on(t.nodeId, t.queuedAt),
    index("node_refresh_by_end").on(t.finishedAt),
    index("node_refresh_with_commands")
      .on(t.finishedAt)
      .where(sql`${t.state} = 'unchanged' and ${t.sections} <> '[]'`),
  ],
);

/** A run and the node refreshes it ordered or joined. */
export const refreshRunNodes = pgTable(
  "refresh_run_node",
  {
    runId: uuid()
      .notNull()
      .references(() => refreshRuns.id, { onDelete: "cascade" }),
    nodeRefreshId: uuid()
      .notNull()
      .references(() => nodeRefreshes.id, { onDelete: "cascade" }),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.nodeRefreshId] }),
    index("refresh_run_node_by_refresh").on(t.nodeRefreshId),
  ],
);
