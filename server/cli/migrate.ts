import { DataFolderInUseError } from "#db/data-folder-lock.ts";
import { EnvError, env } from "../env.ts";
import { openDatabase } from "../open-database.ts";
import { exitWith } from "./exit-with.ts";
import { loadEnvFile } from "./load-env-file.ts";

loadEnvFile();
try {
  const { kind, close } = await openDatabase(env());
  await close();
  console.log(`The ${kind} database is up to date.`);
} catch (error) {
  if (error instanceof EnvError || error instanceof DataFolderInUseError) exitWith(error.message);
  throw error;
}
