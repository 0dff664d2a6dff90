import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Scope } from "#server/domain/access.ts";
import {
  MESH_PICTURES,
  MOVED_BOXES_MAX,
  type MeshPicture,
  type MovedBox,
  type MovedBoxes,
} from "#server/domain/mesh/moved-box.ts";
import type { Db } from "../client.ts";
import { movedBoxes } from "../schema/moved-box.ts";

/** Whose picture it is, and of what. */
type PictureOf = { userId: string; scope: Scope };

function ofPicture({ userId, scope: { vdcId } }: PictureOf, picture?: MeshPicture) {
  return and(
    eq(movedBoxes.userId, userId),
    vdcId === null ? isNull(movedBoxes.vdcId) : eq(movedBoxes.vdcId, vdcId),
    inArray(movedBoxes.picture, picture ? [picture] : [...MESH_PICTURES]),
  );
}

/** In the order in which they were moved. */
export async function listMovedBoxes(db: Db, whose: PictureOf): Promise<MovedBox[]> {
  const { picture, pdcId, x, y } = movedBoxes;
  return db
    .select({ picture, pdcId, x, y })
    .from(movedBoxes)
    .where(ofPicture(whose))
    .orderBy(asc(movedBoxes.movedAt), asc(pdcId));
}

/** `movedAt` of the last one; those before it stand before it in time too. */
export async function writeMovedBoxes(
  tx: Db,
  whose: PictureOf,
  { picture, boxes }: MovedBoxes,
  movedAt: Date,
): Promise<void> {
  if (boxes.length === 0) return;
  const { userId, scope } = whose;
  const rowById = new Map(
    boxes.map((box, position) => [
      box.pdcId,
      {
        ...box,
        userId,
        vdcId: scope.vdcId,
        picture,
        movedAt: new Date(movedAt.getTime() - (boxes.length - 1 - position)),
      },
    ]),
  );
  const { userId: user, vdcId, picture: ofOne, pdcId } = movedBoxes;
  await tx
    .insert(movedBoxes)
    .values([...rowById.values()])
    .onConflictDoUpdate({
      target: [user, vdcId, ofOne, pdcId],
      set: { x: sql`excluded.x`, y: sql`excluded.y`, movedAt: sql`excluded.moved_at` },
    });
  const kept = tx
    .select({ pdcId })
    .from(movedBoxes)
    .where(ofPicture(whose, picture))
    .orderBy(desc(movedBoxes.movedAt), asc(pdcId))
    .limit(MOVED_BOXES_MAX);
  await tx.delete(movedBoxes).where(and(ofPicture(whose, picture), sql`${pdcId} not in ${kept}`));
}

export async function deleteMovedBoxes(db: Db, whose: PictureOf, picture: MeshPicture): Promise<void> {
  await db.delete(movedBoxes).where(ofPicture(whose, picture));
}
