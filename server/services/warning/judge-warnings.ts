import type { Db } from "#db/client.ts";
import type { Settings } from "#server/domain/settings.ts";
import { freshMesh } from "../mesh/mesh-source.ts";
import { KeptWarnings } from "./kept-warnings.ts";

/** Judges everything anew and writes what changed. */
export async function recomputeWarnings(db: Db, settings: Settings, now: Date): Promise<void> {
  await new KeptWarnings({ db, settings, mesh: freshMesh({ db, settings }) }).keepUp(now);
}
