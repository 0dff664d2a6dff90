import type { Db } from "#db/client.ts";
import { listNodeRecords } from "#db/queries/node-record.ts";
import { listPathMtusAt } from "#db/queries/pdc-path.ts";
import { MeshModel } from "#server/domain/mesh/model/mesh-model.ts";
import { nodeAt } from "#server/domain/mesh-time/node-at.ts";
import { freshMesh, type MeshDeps, type MeshSource } from "../mesh/mesh-source.ts";

/** A model of a large cloud is large itself: play and comparison need two at a time. */
const KEPT_MODELS_MAX = 2;
/** What ended a moment ago may still be on its way into the database. */
const SETTLED_AFTER_MILLISECONDS = 60_000;

const modelsByDb = new WeakMap<Db, Map<number, Promise<MeshModel>>>();

/** The mesh as it was known at `at`; absent or not in the past: as it is known now. */
export async function modelAt(
  deps: MeshDeps & { mesh?: MeshSource },
  at: Date | undefined,
  now: Date,
): Promise<MeshModel> {
  if (at === undefined || at >= now) return (deps.mesh ?? freshMesh(deps)).at(now);
  if (now.getTime() - at.getTime() < SETTLED_AFTER_MILLISECONDS) return loadPast(deps, at);
  const models = modelsByDb.get(deps.db) ?? new Map<number, Promise<MeshModel>>();
  modelsByDb.set(deps.db, models);
  const key = at.getTime();
  const model = models.get(key) ?? loadPast(deps, at);
  models.delete(key);
  models.set(key, model);
  model.catch(() => models.delete(key));
  for (const oldest of [...models.keys()].slice(0, -KEPT_MODELS_MAX)) models.delete(oldest);
  return model;
}

async function loadPast({ db, settings }: MeshDeps, at: Date): Promise<MeshModel> {
  const { staleAfterSeconds, publicAddressExceptions } = settings;
  const nodes = (await listNodeRecords(db, at)).flatMap((record) => nodeAt(record, at) ?? []);
  const pathMtus = await listPathMtusAt(db, at);
  return MeshModel.of(nodes, { now: at, staleAfterSeconds, publicAddressExceptions, pathMtus });
}
