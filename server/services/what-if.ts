import { setImmediate } from "node:timers/promises";
import type { Db } from "#db/client.ts";
import { listDelegations } from "#db/queries/delegation.ts";
import { listNicTags } from "#db/queries/network.ts";
import { listPathMtus } from "#db/queries/pdc-path.ts";
import { listNetworkFacts, listPartFailures } from "#db/queries/warning-situation.ts";
import { type AllVdcs, authorize, authorizeCloud, type Grant } from "#server/domain/access.ts";
import type { DelegationContext } from "#server/domain/delegation-conflicts.ts";
import type { MeshModel } from "#server/domain/mesh/model/mesh-model.ts";
import type { Settings } from "#server/domain/settings.ts";
import { type Applied, applyScenario, type Present } from "#server/domain/what-if/apply-scenario.ts";
import { judgeMesh, type ScenarioAnswer, withWarnings } from "#server/domain/what-if/judge-scenario.ts";
import type { ScenarioChange } from "#server/domain/what-if/scenario.ts";
import { warningChanges } from "#server/domain/what-if/warning-changes.ts";
import type { WhatIfNodeSearch } from "#server/domain/what-if/what-if-input.ts";
import { loadDelegationContext } from "./delegation/set-delegation.ts";
import { freshMesh, type MeshSource } from "./mesh/mesh-source.ts";
import { KeptWarnings, type WarningsSource } from "./warning/kept-warnings.ts";
import { readDelegated } from "./warning/read-delegated.ts";

type Deps = { db: Db; settings: Settings; mesh?: MeshSource; warnings?: WarningsSource };
type ReadGrant = Grant<"mesh:read", AllVdcs>;

/** How long work goes on before others get their turn. */
const TURN_MILLISECONDS = 25;
const FOUND_NODES_MAX = 20;

/** What would be different, judged on the facts of now. */
export async function judgeWhatIf(
  deps: Deps,
  grant: ReadGrant,
  changes: readonly ScenarioChange[],
  now: Date,
): Promise<ScenarioAnswer> {
  const { db, settings } = deps;
  authorizeCloud(grant.actor, "delegation:read");
  const known = {
    partFailuresByNodeId: await listPartFailures(db),
    networks: await listNetworkFacts(db),
    ...(await readDelegated(db, now)),
    pathMtus: await listPathMtus(db),
    settings,
  };
  const { present, applied, answer } = await (deps.mesh ?? freshMesh(deps)).during(now, async (mesh) => {
    const present: Present = { ...known, nodes: mesh.nodes(), now: mesh.now };
    const applied = applyScenario(present, changes);
    const contextByVdcId = await delegationContexts(db, grant, present, applied);
    const answer = await inTurns(judgeMesh({ mesh, present, changes, applied, contextByVdcId }));
    return { present, applied, answer };
  });
  const kept = deps.warnings ?? new KeptWarnings({ db, settings, mesh: freshMesh(deps) });
  const warnings = await kept.during(now, (model) => inTurns(warningChanges(model, present, applied.after)));
  return withWarnings(answer, warnings);
}

async function delegationContexts(
  db: Db,
  { actor, scope }: ReadGrant,
  present: Present,
  { after }: Applied,
): Promise<Map<string, DelegationContext>> {
  const contexts = new Map<string, DelegationContext>();
  for (const [position, { vdcId, delegation }] of after.delegations.entries()) {
    if (present.delegations[position]?.delegation === delegation) continue;
    const own = authorize(actor, vdcId, "delegation:read").scope;
    contexts.set(vdcId, await loadDelegationContext(db, scope, own, delegation));
  }
  return contexts;
}

/** Other requests are answered in between. */
async function inTurns<T>(work: Generator<unknown, T>): Promise<T> {
  let turnEndsAt = performance.now() + TURN_MILLISECONDS;
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() < turnEndsAt) continue;
    await setImmediate();
    turnEndsAt = performance.now() + TURN_MILLISECONDS;
  }
}

/** What can be chosen from: the names that nodes report, rules as nodes have them, tags and vDCs. */
export async function listWhatIfOptions(deps: Deps, { actor }: ReadGrant, now: Date) {
  const { scope } = authorizeCloud(actor, "delegation:read");
  const mesh = await (deps.mesh ?? freshMesh(deps)).at(now);
  const pdcs = [...mesh.pdcById.values()]
    .filter(({ key }) => key.kind !== "unread")
    .map(({ key, members }) => ({ name: key.name, nodeCount: members.size }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return {
    pdcs,
    rules: rulesOf(mesh),
    nicTagNames: (await listNicTags(deps.db)).map(({ name }) => name),
    vdcs: (await listDelegations(deps.db, scope)).map(({ vdcId, vdcName }) => ({ id: vdcId, name: vdcName })),
    declaredPaths: (await listPathMtus(deps.db)).map(({ pdcNames, mtuBytes }) => ({ pdcNames, mtuBytes })),
  };
}

/** Each rule once, with the values that most nodes have it with. */
function rulesOf(mesh: MeshModel) {
  const rules = [...mesh.memberById.values()].flatMap(({ node }) => node.facts?.overlayRules?.value ?? []);
  return [...Map.groupBy(rules, ({ name }) => name)]
    .map(([name, held]) => ({
      name,
      nodeCount: held.length,
      mtuBytes: mostFrequent(held.map(({ mtuBytes }) => mtuBytes)),
      port: mostFrequent(held.map(({ listenPort }) => listenPort)),
      listenAddress: mostFrequent(held.map(({ listenAddress }) => listenAddress)),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function mostFrequent<T>(values: readonly T[]): T | null {
  const groups = [...Map.groupBy(values, (value) => value)].toSorted(([, a], [, b]) => b.length - a.length);
  return groups[0]?.[0] ?? null;
}

export async function searchWhatIfNodes(
  deps: Deps,
  _grant: ReadGrant,
  { text, ids }: WhatIfNodeSearch,
  now: Date,
) {
  const mesh = await (deps.mesh ?? freshMesh(deps)).at(now);
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = new Set(ids);
  const told = [...mesh.memberById.values()].map(({ id, node: { hostname }, pdc }) => ({
    id,
    hostname,
    pdcName: pdc.kind === "unread" ? null : pdc.name,
  }));
  const named = told.filter(({ id }) => wanted.has(id));
  const found = told
    .filter(({ hostname, pdcName }) => {
      const where = `${hostname} ${pdcName ?? ""}`.toLowerCase();
      return words.every((word) => where.includes(word));
    })
    .toSorted((a, b) => a.hostname.localeCompare(b.hostname))
    .slice(0, FOUND_NODES_MAX);
  return { named, found };
}
