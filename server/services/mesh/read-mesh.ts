import type { Db } from "#db/client.ts";
import { listNetworks } from "#db/queries/network.ts";
import { listSharedNetworks, listVmsOfNetwork } from "#db/queries/network-share.ts";
import { openWarningCountByNodeId } from "#db/queries/node-overview.ts";
import { listPdcPlaces } from "#db/queries/pdc-place.ts";
import type { AllVdcs, Grant, VdcScope } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import { arpUsesOf } from "#server/domain/mesh/arp-use.ts";
import { findInMesh } from "#server/domain/mesh/find-in-mesh.ts";
import { compareIpsec } from "#server/domain/mesh/ipsec-comparison.ts";
import { briefInvariantOf, invariantOf } from "#server/domain/mesh/invariant.ts";
import { linkRowOf } from "#server/domain/mesh/link-row.ts";
import { linksViewOf } from "#server/domain/mesh/links-view.ts";
import type {
  MeshInstant,
  MeshLinksQuery,
  MeshQuery,
  PagedMeshQuery,
  PdcLinkQuery,
} from "#server/domain/mesh/mesh-query.ts";
import type { MeshModel } from "#server/domain/mesh/model/mesh-model.ts";
import { proveMtu } from "#server/domain/mesh/mtu-proof.ts";
import { nodeViewOf } from "#server/domain/mesh/node-view.ts";
import { type Overview, overviewOf, summaryOf } from "#server/domain/mesh/overview.ts";
import { ownMeshOf } from "#server/domain/mesh/own-mesh.ts";
import { pdcLinkViewOf } from "#server/domain/mesh/pdc-link-view.ts";
import type { SumsQuery } from "#server/domain/mesh/pdc-sums.ts";
import { pdcViewOf } from "#server/domain/mesh/pdc-view.ts";
import { vmsOfVdc } from "#server/domain/network/attribution.ts";
import type { Settings } from "#server/domain/settings.ts";
import { requireVdc } from "../vdc.ts";
import { modelAt } from "../mesh-time/past-mesh.ts";
import type { MeshSource } from "./mesh-source.ts";

type Deps = {
  db: Db;
  settings: Settings;
  /** Absent where nothing is kept, as in tests. */
  mesh?: MeshSource;
};
type ReadGrant = Grant<"mesh:read", AllVdcs>;

/** Warnings are those of now, so none are counted in the past. */
async function sumsQuery(db: Db, { overlayRuleName, at }: MeshQuery, now: Date): Promise<SumsQuery> {
  const isPast = at !== undefined && at < now;
  return {
    overlayRuleName,
    warningCountByNodeId: isPast ? new Map() : await openWarningCountByNodeId(db, now),
  };
}

/** Answers are made once for each state of the model, not for each who asks. */
const overviewsByModel = new WeakMap<MeshModel, { version: number; overviewByKey: Map<string, Overview> }>();
const KEPT_OVERVIEWS_MAX = 16;

function keptOverview(model: MeshModel, query: SumsQuery): Overview {
  const known = overviewsByModel.get(model);
  const kept =
    known?.version === model.version ? known : { version: model.version, overviewByKey: new Map() };
  if (kept !== known || kept.overviewByKey.size > KEPT_OVERVIEWS_MAX) kept.overviewByKey.clear();
  overviewsByModel.set(model, kept);
  const key = JSON.stringify([query.overlayRuleName, [...query.warningCountByNodeId]]);
  const overview = kept.overviewByKey.get(key) ?? overviewOf(model, query);
  kept.overviewByKey.set(key, overview);
  return { ...overview, builtAt: model.now };
}

export async function readOverview(deps: Deps, _grant: ReadGrant, query: MeshQuery, now: Date) {
  const model = await modelAt(deps, query.at, now);
  const overview = keptOverview(model, await sumsQuery(deps.db, query, now));
  const placeByName = await listPdcPlaces(deps.db);
  const places = overview.pdcs.flatMap(({ id, name }) => {
    const place = placeByName.get(name);
    return place ? [{ pdcId: id, ...place }] : [];
  });
  return { ...overview, places };
}

/** Makes what everybody asks for before anybody does, so that nobody waits for it. */
export async function sumUpMesh(db: Db, model: MeshModel): Promise<void> {
  keptOverview(model, await sumsQuery(db, { overlayRuleName: null }, model.now));
}

export async function readSummary(deps: Deps, _grant: ReadGrant, now: Date) {
  const model = await modelAt(deps, undefined, now);
  const overview = keptOverview(model, await sumsQuery(deps.db, { overlayRuleName: null }, now));
  return { ...summaryOf(overview), invariant: briefInvariantOf(invariantOf(model)) };
}

/** Whether the standing rule of the mesh holds, with what it rests on. */
export async function readInvariant(deps: Deps, _grant: ReadGrant, { at }: MeshInstant, now: Date) {
  const model = await modelAt(deps, at, now);
  return { ...invariantOf(model), builtAt: model.now };
}

export async function readPdc(
  deps: Deps,
  _grant: ReadGrant,
  { pdcId, cursor, limit, ...asked }: PagedMeshQuery & { pdcId: string },
  now: Date,
) {
  const query = await sumsQuery(deps.db, asked, now);
  const view = pdcViewOf(await modelAt(deps, asked.at, now), pdcId, query, { cursor, limit });
  if (!view) throw new DomainError("not-found", "No such PDC.");
  return view;
}

export async function readPdcLink(deps: Deps, _grant: ReadGrant, input: PdcLinkQuery, now: Date) {
  const [a = "", b = ""] = input.id.split(",");
  const query = { ...input, warningCountByNodeId: new Map<string, number>() };
  const view = pdcLinkViewOf(await modelAt(deps, input.at, now), [a, b], query, input);
  if (!view) throw new DomainError("not-found", "No such pair of PDCs.");
  return view;
}

export async function readNode(
  deps: Deps,
  _grant: ReadGrant,
  { id, cursor, limit, ...asked }: PagedMeshQuery & { id: string },
  now: Date,
) {
  const query = await sumsQuery(deps.db, asked, now);
  const view = nodeViewOf(await modelAt(deps, asked.at, now), id, query, { cursor, limit });
  if (!view) throw new DomainError("not-found", "No such node.");
  return view;
}

export async function readLinks(deps: Deps, _grant: ReadGrant, input: MeshLinksQuery, now: Date) {
  const query = { ...input, warningCountByNodeId: new Map<string, number>() };
  const view = linksViewOf(await modelAt(deps, input.at, now), input.within, query, input);
  if (!view) throw new DomainError("not-found", "There is nothing like that in the mesh.");
  return view;
}

export async function findIn(
  deps: Deps,
  _grant: ReadGrant,
  { text, limit, at }: MeshInstant & { text: string; limit: number },
  now: Date,
) {
  return findInMesh(await modelAt(deps, at, now), text, limit);
}

/** One link with everything its state, its path and its MTU rest on. */
export async function readLink(
  deps: Deps,
  _grant: ReadGrant,
  { id: linkId, at }: MeshInstant & { id: string },
  now: Date,
) {
  const model = await modelAt(deps, at, now);
  const [a, b] = linkId.split(",").map((id) => model.memberById.get(id));
  const link = a && b ? model.link(a, b) : null;
  if (!a || !b || link?.id !== linkId) throw new DomainError("not-found", "No such link.");
  const ends = {
    kind: link.kind,
    nodes: [a.node, b.node] as const,
    overlayRuleNames: link.overlayRuleNames,
  };
  return {
    ...linkRowOf(link),
    checks: link.checks,
    ends: [model.meshNode(a), model.meshNode(b)] as const,
    ipsec: compareIpsec(ends),
    ipsecObservedAts: [
      a.node.facts?.ipsec?.observedAt ?? null,
      b.node.facts?.ipsec?.observedAt ?? null,
    ] as const,
    rules: link.ruleMtus.map(proveMtu),
    arpUses: arpUsesOf(ends, model.context),
  };
}

/** What the vDC's own networks cross, as if nothing else were there: no node's name or address, nothing of other vDCs. */
export async function readMeshOfVdc(deps: Deps, { scope }: Grant<"mesh:read-own", VdcScope>, now: Date) {
  await requireVdc(deps.db, scope);
  const networks = [...(await listNetworks(deps.db, scope)), ...(await sharedNetworksOf(deps.db, scope))];
  const model = await modelAt(deps, undefined, now);
  const { staleAfterSeconds, publicAddressExceptions } = deps.settings;
  return ownMeshOf(model.nodes(), networks, {
    now,
    staleAfterSeconds,
    publicAddressExceptions,
    pathMtus: model.pathMtus,
  });
}

/** Networks shared with the vDC, with the VMs on them that are known to be its. */
async function sharedNetworksOf(db: Db, scope: VdcScope) {
  const shared = [];
  for (const network of await listSharedNetworks(db, scope)) {
    const vms = vmsOfVdc(await listVmsOfNetwork(db, network.id), scope.vdcId);
    shared.push({ ...network, vmUuids: new Set(vms.map(({ vmUuid }) => vmUuid)) });
  }
  return shared;
}
