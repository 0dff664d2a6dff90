import { type Database, openEmbeddedDatabase, openPostgresDatabase } from "#db/client.ts";
import type { Env } from "./env.ts";

/** PostgreSQL where one is named, else the embedded database of the data folder; migrated either way. */
export function openDatabase(config: Pick<Env, "DATABASE_URL" | "OVERMESH_DATA_FOLDER">): Promise<Database> {
  return config.DATABASE_URL
    ? openPostgresDatabase(config.DATABASE_URL)
    : openEmbeddedDatabase(config.OVERMESH_DATA_FOLDER);
}
