import type { Db } from "#db/client.ts";
import { deleteMovedBoxes, listMovedBoxes, writeMovedBoxes } from "#db/queries/moved-box.ts";
import type { AllVdcs, Grant, VdcScope } from "#server/domain/access.ts";
import type { MeshPicture, MovedBox, MovedBoxes } from "#server/domain/mesh/moved-box.ts";

/** Of the whole cloud's picture, or of that of one vDC. */
type PictureGrant = Grant<"mesh:read", AllVdcs> | Grant<"mesh:read-own", VdcScope>;

const whose = ({ actor, scope }: PictureGrant) => ({ userId: actor.userId, scope });

/** Nobody sees another person's; how somebody arranges a picture is no change of the cloud, so no audit tells of it. */
export function readMovedBoxes(db: Db, grant: PictureGrant): Promise<MovedBox[]> {
  return listMovedBoxes(db, whose(grant));
}

export async function keepMovedBoxes(
  db: Db,
  grant: PictureGrant,
  moved: MovedBoxes,
  now: Date,
): Promise<void> {
  await db.transaction((tx) => writeMovedBoxes(tx, whose(grant), moved, now));
}

export function putBoxesBack(db: Db, grant: PictureGrant, picture: MeshPicture): Promise<void> {
  return deleteMovedBoxes(db, whose(grant), picture);
}
