import { PGlite } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { drizzle as drizzleNodePg } from "drizzle-orm/node-postgres";
import { migrate as migrateNodePg } from "drizzle-orm/node-postgres/migrator";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { join } from "node:path";
import pg from "pg";
import { lockDataFolder } from "./data-folder-lock.ts";

/** A connection or an open transaction; the same on both databases. */
export type Db = PgDatabase<PgQueryResultHKT>;

export type Notified = (payload: string) => void;

export type Database = {
  kind: "embedded" | "postgresql";
  db: Db;
  /** The driver's own client, for the job queue. */
  client: PGlite | pg.Pool;
  /** Hears NOTIFY on `channel` until the returned function is called; reconnects by itself. */
  listen(channel: string, heard: Notified): Promise<() => Promise<void>>;
  close(): Promise<void>;
};

/** What the migrations ask for; the embedded database has only the extensions it is opened with. */
export const EMBEDDED_EXTENSIONS = { btree_gist, pg_trgm };

const MIGRATIONS_LOCK = 4_789_000;
const POOL_CONNECTIONS_MAX = 12;

function migrationsFolder(): string {
  return join(process.cwd(), "db", "migrations");
}

/** Wraps an open embedded database; `close` also runs `afterClose`. */
export async function embeddedDatabase(client: PGlite, afterClose: () => void = () => {}): Promise<Database> {
  const db = drizzlePglite({ client, casing: "snake_case" });
  await migratePglite(db, { migrationsFolder: migrationsFolder() });
  return {
    kind: "embedded",
    db,
    client,
    listen: (channel, heard) => client.listen(channel, heard),
    close: async () => {
      await client.close();
      afterClose();
    },
  };
}

/** Opens `folder`/database for this process alone. Throws `DataFolderInUseError` when another process has it. */
export async function openEmbeddedDatabase(folder: string): Promise<Database> {
  const unlock = lockDataFolder(folder);
  try {
    const client = await PGlite.create(join(folder, "database"), { extensions: EMBEDDED_EXTENSIONS });
    return await embeddedDatabase(client, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function migrateUnderLock(pool: pg.Pool): Promise<void> {
  const holder = await pool.connect();
  try {
    await holder.query("select pg_advisory_lock($1)", [MIGRATIONS_LOCK]);
    await migrateNodePg(drizzleNodePg({ client: holder, casing: "snake_case" }), {
      migrationsFolder: migrationsFolder(),
    });
  } finally {
    await holder.query("select pg_advisory_unlock($1)", [MIGRATIONS_LOCK]).catch(() => undefined);
    holder.release();
  }
}

/** A lost listening connection comes back after a second; what was notified in between is not heard. */
async function listenOnPostgres(url: string, channel: string, heard: Notified): Promise<() => Promise<void>> {
  let isClosed = false;
  let client: pg.Client | null = null;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url });
    next.on("notification", ({ payload }) => heard(payload ?? ""));
    next.on("error", () => undefined);
    next.on("end", () => {
      if (!isClosed) setTimeout(reconnect, 1000);
    });
    await next.connect();
    await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    client = next;
  };
  const reconnect = (): void => {
    if (isClosed) return;
    connect().catch(() => setTimeout(reconnect, 1000));
  };
  await connect();
  return async () => {
    isClosed = true;
    await client?.end();
  };
}

/** Opens and migrates a PostgreSQL database (15 or newer) by its connection URL. */
export async function openPostgresDatabase(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: POOL_CONNECTIONS_MAX });
  // A connection that the server ends is replaced at the next query; whoever waits on it is told by that query.
  pool.on("error", () => undefined);
  pool.on("connect", (connection) => connection.on("error", () => undefined));
  try {
    await migrateUnderLock(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    kind: "postgresql",
    db: drizzleNodePg({ client: pool, casing: "snake_case" }),
    client: pool,
    listen: (channel, heard) => listenOnPostgres(url, channel, heard),
    close: () => pool.end(),
  };
}
