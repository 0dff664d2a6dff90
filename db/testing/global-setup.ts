import { PGlite } from "@electric-sql/pglite";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { EMBEDDED_EXTENSIONS, embeddedDatabase, openPostgresDatabase } from "../client.ts";
import { startTemporaryPostgres } from "./postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    embeddedTemplateFile: string;
    postgresUrl: string;
  }
}

/** One migrated template of each database; test files clone them. */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "overmesh-template-"));
  const template = await PGlite.create({ extensions: EMBEDDED_EXTENSIONS });
  const embedded = await embeddedDatabase(template);
  const dump = await template.dumpDataDir("none");
  const file = join(folder, "template.tar");
  writeFileSync(file, Buffer.from(await dump.arrayBuffer()));
  await embedded.close();

  const postgres = await startTemporaryPostgres();
  const { default: pg } = await import("pg");
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query("create database overmesh_template");
  await admin.end();
  await (await openPostgresDatabase(postgres.urlOf("overmesh_template"))).close();

  project.provide("embeddedTemplateFile", file);
  project.provide("postgresUrl", postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
