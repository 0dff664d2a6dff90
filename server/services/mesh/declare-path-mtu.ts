import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import { listNodes } from "#db/queries/node.ts";
import { deletePdcPath, findPdcPath, pdcPathName, writePdcPath } from "#db/queries/pdc-path.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { PathMtuDeclaration } from "#server/domain/mesh/path-mtu.ts";

/** Refused for PDCs that no node reports; taking back is always possible. */
export async function declarePathMtu(
  { db }: { db: Db },
  { actor }: Grant<"node:manage", AllVdcs>,
  { pdcNames, mtuBytes }: PathMtuDeclaration,
  now: Date,
): Promise<void> {
  const known = new Set((await listNodes(db)).map(({ facts }) => facts?.identity?.value.pdcName));
  const unknown = pdcNames.find((name) => !known.has(name));
  if (mtuBytes !== null && unknown !== undefined) {
    throw new DomainError("rejected", [
      { field: "pdcNames", message: `No node reports the PDC name “${unknown}”.` },
    ]);
  }
  await db.transaction(async (tx) => {
    const before = await findPdcPath(tx, pdcNames);
    if ((before?.mtuBytes ?? null) === mtuBytes) return;
    if (mtuBytes === null) await deletePdcPath(tx, pdcNames);
    else await writePdcPath(tx, pdcNames, { mtuBytes, declaredAt: now, declaredByName: actor.name });
    const name = pdcPathName(pdcNames);
    const subject = { subjectKind: "pdc-path", subjectId: name, subjectName: name, vdcId: null };
    await recordChange(tx, {
      actor,
      action: mtuBytes === null ? "pdc-path.clear" : "pdc-path.declare",
      ...subject,
      before: before && { mtuBytes: before.mtuBytes },
      after: mtuBytes === null ? null : { mtuBytes },
    });
    await announce(tx, { topic: "node", id: null, vdcId: null });
  });
}
