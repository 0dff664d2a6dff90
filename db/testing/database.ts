import { PGlite } from "@electric-sql/pglite";
import { randomBytes } from "node:crypto";
import { openAsBlob } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, inject } from "vitest";
import {
  type Database,
  type Db,
  EMBEDDED_EXTENSIONS,
  embeddedDatabase,
  openPostgresDatabase,
} from "../client.ts";

async function cloneEmbedded(): Promise<Database> {
  const template = await openAsBlob(inject("embeddedTemplateFile"));
  return embeddedDatabase(await PGlite.create({ loadDataDir: template, extensions: EMBEDDED_EXTENSIONS }));
}

async function clonePostgres(): Promise<Database> {
  const url = inject("postgresUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${name} template overmesh_template`);
  await admin.end();
  const cloned = new URL(url);
  cloned.pathname = `/${name}`;
  return openPostgresDatabase(cloned.href);
}

/** What a test sees; valid inside tests and hooks, not while they are declared. */
export type TestDatabase = { readonly database: Database; readonly db: Db };

/** Runs the same tests on a fresh embedded database and on a fresh PostgreSQL one. Tests share it, so each owns its vDC. */
export function describeOnEachDatabase(name: string, define: (on: TestDatabase) => void): void {
  describe.each([
    { kind: "embedded database", clone: cloneEmbedded },
    { kind: "PostgreSQL", clone: clonePostgres },
  ])(`${name} on the $kind`, ({ clone }) => {
    let database: Database | null = null;
    const opened = (): Database => {
      if (!database) throw new Error("The database is open inside tests and hooks only.");
      return database;
    };
    beforeAll(async () => {
      database = await clone();
    });
    afterAll(() => database?.close());
    define({
      get database() {
        return opened();
      },
      get db() {
        return opened().db;
      },
    });
  });
}
