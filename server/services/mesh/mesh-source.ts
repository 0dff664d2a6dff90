import type { Db } from "#db/client.ts";
import { listNodes } from "#db/queries/node.ts";
import { listPathMtus } from "#db/queries/pdc-path.ts";
import { MeshModel } from "#server/domain/mesh/model/mesh-model.ts";
import type { Settings } from "#server/domain/settings.ts";

export type MeshDeps = { db: Db; settings: Pick<Settings, "staleAfterSeconds" | "publicAddressExceptions"> };

/** Where the mesh of an instant comes from. */
export type MeshSource = {
  at(now: Date): Promise<MeshModel>;
  /** For work that pauses: the mesh stays as it is until the work is done. */
  during<T>(now: Date, work: (model: MeshModel) => Promise<T>): Promise<T>;
};

/** Made from the whole database each time it is asked for. */
export function freshMesh({ db, settings }: MeshDeps): MeshSource {
  const { staleAfterSeconds, publicAddressExceptions } = settings;
  const at = async (now: Date) =>
    MeshModel.of(await listNodes(db), {
      now,
      staleAfterSeconds,
      publicAddressExceptions,
      pathMtus: await listPathMtus(db),
    });
  return { at, during: async (now, work) => work(await at(now)) };
}
