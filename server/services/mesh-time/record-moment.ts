import { findMoment, insertMoment, listSubjects, lockMoments } from "#db/queries/mesh-moment.ts";
import { digestOf, looksDifference } from "#server/domain/mesh-time/mesh-look.ts";
import { MOMENT_SECONDS_MAX } from "#server/domain/mesh-time/timeline.ts";
import type { MeshDeps, MeshSource } from "../mesh/mesh-source.ts";

/** Writes down what looks different in the mesh since the last moment; at times also that nothing does. */
export async function recordMoment(
  { db, mesh }: Pick<MeshDeps, "db"> & { mesh: MeshSource },
  now: Date,
): Promise<void> {
  const model = await mesh.at(now);
  const { looks, nodeCountByState, linkCountByState, clearTextCount } = digestOf(model);
  await db.transaction(async (tx) => {
    await lockMoments(tx);
    const at = model.now;
    const last = await findMoment(tx, new Date(8.64e15 / 1000));
    // Another process was faster and saw later.
    if (last && last.at >= at) return;
    const changes = looksDifference(await listSubjects(tx), looks);
    const isSilent = last !== null && at.getTime() - last.at.getTime() < MOMENT_SECONDS_MAX * 1000;
    if (changes.length === 0 && isSilent) return;
    await insertMoment(tx, { at, nodeCountByState, linkCountByState, clearTextCount }, changes);
  });
}
