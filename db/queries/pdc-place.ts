import { eq } from "drizzle-orm";
import type { PdcPlace } from "#server/domain/pdc-place.ts";
import type { Db } from "../client.ts";
import { pdcPlaces } from "../schema/pdc-place.ts";

export async function listPdcPlaces(db: Db): Promise<Map<string, PdcPlace>> {
  const rows = await db.select().from(pdcPlaces);
  return new Map(rows.map(({ pdcName, ...place }) => [pdcName, place]));
}

/** The PDC's row is held until the transaction ends. */
export async function findPdcPlace(tx: Db, pdcName: string): Promise<PdcPlace | null> {
  const [row] = await tx.select().from(pdcPlaces).where(eq(pdcPlaces.pdcName, pdcName)).for("update");
  if (!row) return null;
  const { pdcName: _, ...place } = row;
  return place;
}

/** null takes it back. */
export async function writePdcPlace(tx: Db, pdcName: string, place: PdcPlace | null): Promise<void> {
  if (!place) {
    await tx.delete(pdcPlaces).where(eq(pdcPlaces.pdcName, pdcName));
    return;
  }
  await tx
    .insert(pdcPlaces)
    .values({ pdcName, ...place })
    .onConflictDoUpdate({ target: pdcPlaces.pdcName, set: place });
}
