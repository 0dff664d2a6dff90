import { adminAddress, externalAddress, type Node } from "../node.ts";
import type { Member } from "../mesh/model/member.ts";
import { MeshModel } from "../mesh/model/mesh-model.ts";
import { pdcOf } from "../pdc.ts";
import { fixedListeningOf } from "./look.ts";
import type { PathMtu } from "../mesh/link-context.ts";
import { pathMtusById } from "../mesh/measured-paths.ts";
import type { Applied } from "./apply-scenario.ts";

/** So many nodes are taken in without a pause. */
const SLICE = 50;

/** Alike in everything that a link to an untouched node is judged by. */
export function likenessOf(member: Member): string {
  const { inside, between } = fixedListeningOf(member);
  const fixed = inside.size + between.size > 0 ? JSON.stringify([[...inside], [...between]]) : "";
  return `${member.pdc.id} ${member.classId} ${fixed}`;
}

/** Path MTUs as they would be, declared and measured: what nodes measured holds for the PDCs that they would be in. */
export function imaginedPaths({ after }: Applied): ReadonlyMap<string, PathMtu> {
  return pathMtusById(after.pathMtus, after.nodes);
}

/** Nodes whose links are other than before; one end of every link with another path MTU is among them. */
export function concernedNodeIds(
  before: MeshModel,
  { after, touchedNodeIds }: Applied,
  paths: ReadonlyMap<string, PathMtu>,
): ReadonlySet<string> {
  const names = coveringNames(differingPairs(before.context.pathMtuByPdcPairId, paths));
  if (names.size === 0) return touchedNodeIds;
  const inPdcs = (nodes: readonly Node[]) =>
    nodes.filter(({ facts }) => names.has(facts?.identity?.value.pdcName ?? "")).map(({ id }) => id);
  return new Set([...touchedNodeIds, ...inPdcs(before.nodes()), ...inPdcs(after.nodes)]);
}

type PathById = ReadonlyMap<string, PathMtu>;

function differingPairs(before: PathById, after: PathById): (readonly [string, string])[] {
  const names = new Map([...before, ...after].map(([id, { pdcNames }]) => [id, pdcNames]));
  return [...names]
    .filter(([id]) => before.get(id)?.mtuBytes !== after.get(id)?.mtuBytes)
    .map(([, pdcNames]) => pdcNames);
}

/** One name of each pair; the one that is in more of them, so that a renamed PDC alone stands for all its pairs. */
function coveringNames(pairs: readonly (readonly [string, string])[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const name of pairs.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Set(pairs.map(([a, b]) => ((counts.get(a) ?? 0) >= (counts.get(b) ?? 0) ? a : b)));
}

/**
 * The mesh as it would be, as far as it is other: the nodes concerned, all of the PDCs they would be in, whoever speaks of
 * them or is spoken of, and of the others one of each kind. Pauses now and then.
 */
export function* imagineMesh(
  before: MeshModel,
  { after, touchedNodeIds }: Applied,
  concerned: ReadonlySet<string>,
  paths: ReadonlyMap<string, PathMtu>,
): Generator<void, MeshModel> {
  // With all paths given, it matters not that only some of the nodes which measured them are taken in.
  const imagined = MeshModel.of([], { ...after.settings, now: after.now, pathMtus: [...paths.values()] });
  const chosen = yield* chooseNodes(before, after.nodes, concerned, touchedNodeIds);
  for (let first = 0; first < chosen.length; first += SLICE) {
    imagined.update(chosen.slice(first, first + SLICE));
    yield;
  }
  return imagined;
}

function* chooseNodes(
  before: MeshModel,
  nodes: readonly Node[],
  concerned: ReadonlySet<string>,
  touched: ReadonlySet<string>,
): Generator<void, Node[]> {
  const touchedNodes = nodes.filter(({ id }) => touched.has(id));
  const pdcIds = new Set(nodes.filter(({ id }) => concerned.has(id)).map((node) => pdcOf(node).id));
  const addresses = addressesOf([...touchedNodes, ...[...concerned].flatMap((id) => before.node(id) ?? [])]);
  const spokenOf = new Set<string>();
  for (const id of concerned) {
    for (const address of before.memberById.get(id)?.saidByAddress.keys() ?? []) spokenOf.add(address);
  }
  yield;
  const seen = new Set<string>();
  const chosen: Node[] = [];
  for (const [position, node] of nodes.entries()) {
    if (position % 500 === 499) yield;
    const member = before.memberById.get(node.id);
    const isNeeded =
      concerned.has(node.id) ||
      !member ||
      pdcIds.has(pdcOf(node).id) ||
      member.records.keys().some(({ id }) => concerned.has(id)) ||
      member.remoteCidrs.length > 0 ||
      spokenOf.has(member.adminAddress ?? "") ||
      spokenOf.has(member.externalAddress ?? "") ||
      member.saidByAddress.keys().some((address) => addresses.has(address));
    if (isNeeded) chosen.push(node);
  }
  const needed = new Set(chosen.map(({ id }) => id));
  for (const node of nodes) {
    const member = before.memberById.get(node.id);
    if (!member?.isLinked || needed.has(node.id)) continue;
    const likeness = likenessOf(member);
    if (seen.has(likeness)) continue;
    seen.add(likeness);
    chosen.push(node);
  }
  return chosen;
}

function addressesOf(nodes: readonly Node[]): ReadonlySet<string> {
  const addresses = nodes.flatMap(({ facts }) =>
    facts ? [adminAddress(facts), externalAddress(facts)] : [],
  );
  return new Set(addresses.filter((address) => address !== null));
}
