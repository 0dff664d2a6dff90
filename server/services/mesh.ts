import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import { listNetworks } from "#db/queries/network.ts";
import { listNodes } from "#db/queries/node.ts";
import { deletePdcPath, findPdcPath, listPathMtus, writePdcPath } from "#db/queries/pdc-path.ts";
import type { AllVdcs, Grant, VdcScope } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { buildMesh, linkContextOf, type MeshSettings } from "#server/domain/mesh.ts";
import { arpUsesOf } from "#server/domain/mesh/arp-use.ts";
import { compareIpsec } from "#server/domain/mesh/ipsec-comparison.ts";
import { linkBetween } from "#server/domain/mesh/link.ts";
import { linkRowOf } from "#server/domain/mesh/link-row.ts";
import { proveMtu } from "#server/domain/mesh/mtu-proof.ts";
import { ownMeshOf } from "#server/domain/mesh/own-mesh.ts";
import type { PathMtuDeclaration } from "#server/domain/mesh/path-mtu.ts";
import { meshNodeOf } from "#server/domain/mesh/mesh-node.ts";
import type { Settings } from "#server/domain/settings.ts";
import { requireVdc } from "./vdc.ts";

type Deps = { db: Db; settings: Settings };

async function meshSettings({ db, settings }: Deps, now: Date): Promise<MeshSettings> {
  const { staleAfterSeconds, publicAddressExceptions } = settings;
  return { now, staleAfterSeconds, publicAddressExceptions, pathMtus: await listPathMtus(db) };
}

export async function readMesh(deps: Deps, _grant: Grant<"mesh:read", AllVdcs>, now: Date) {
  const settings = await meshSettings(deps, now);
  const mesh = buildMesh(await listNodes(deps.db), settings);
  return { ...mesh, links: mesh.links.map(linkRowOf), declaredPaths: settings.pathMtus ?? [] };
}

/** One link with everything its state, its path and its MTU rest on. */
export async function readLink(deps: Deps, _grant: Grant<"mesh:read", AllVdcs>, linkId: string, now: Date) {
  const settings = await meshSettings(deps, now);
  const nodes = (await listNodes(deps.db)).filter(({ isConfirmed }) => isConfirmed);
  const [idA, idB] = linkId.split(",");
  const [a, b] = [nodes.find(({ id }) => id === idA), nodes.find(({ id }) => id === idB)];
  const context = linkContextOf(nodes, settings);
  const link = a && b && a !== b ? linkBetween(a, b, context) : null;
  if (!a || !b || link?.id !== linkId) throw new DomainError("not-found", "No such link.");
  const ends = { kind: link.kind, nodes: [a, b] as const, overlayRuleNames: link.overlayRuleNames };
  return {
    ...linkRowOf(link),
    checks: link.checks,
    ends: [meshNodeOf(a, settings), meshNodeOf(b, settings)] as const,
    ipsec: compareIpsec(ends),
    ipsecObservedAts: [a.facts?.ipsec?.observedAt ?? null, b.facts?.ipsec?.observedAt ?? null] as const,
    rules: link.ruleMtus.map(proveMtu),
    arpUses: arpUsesOf(ends, context),
  };
}

/** Refused for PDCs that no node reports; taking back is always possible. */
export async function declarePathMtu(
  { db }: Deps,
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
    const name = pdcNames.toSorted().join(" – ");
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

/** What the vDC's own networks cross, as if nothing else were there: no node's name or address, nothing of other vDCs. */
export async function readMeshOfVdc(deps: Deps, { scope }: Grant<"mesh:read-own", VdcScope>, now: Date) {
  await requireVdc(deps.db, scope);
  const networks = await listNetworks(deps.db, scope);
  return ownMeshOf(await listNodes(deps.db), networks, await meshSettings(deps, now));
}
