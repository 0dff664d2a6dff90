import type { MeshModel } from "../mesh/model/mesh-model.ts";
import { pdcOf } from "../pdc.ts";
import type { Present } from "./apply-scenario.ts";
import type { Protection } from "./look.ts";
import { pdcLabelOfId, type PlaceLooks } from "./tally.ts";

const PDCS_MAX = 6;

export type PicturePdc = { id: string; label: string; nodeCount: number };
/** `protection`: the weakest of its links that change. */
export type PictureLink = { pdcIds: [string, string]; protection: Protection; linkCount: number };
/** `isInside`: links that change are inside one of them. */
export type PictureSide = { pdcs: PicturePdc[]; links: PictureLink[]; isInside: boolean };

/** The PDCs touched, before and after; no more than a few. */
export type Picture = { before: PictureSide; after: PictureSide; morePdcCount: number };

const WEAKEST_FIRST: readonly Protection[] = [
  "clear-text",
  "uncovered",
  "inside",
  "unknown",
  "intended",
  "encrypted",
];

export function pictureOf(
  before: MeshModel,
  { nodes }: Pick<Present, "nodes">,
  looks: { before: PlaceLooks; after: PlaceLooks },
  concernedIds: ReadonlySet<string>,
): Picture {
  const was = new Map([...before.pdcById].map(([id, { members }]) => [id, members.size]));
  const is = new Map<string, number>();
  const own = new Set<string>();
  for (const node of nodes) {
    const { id } = pdcOf(node.isConfirmed ? node : { ...node, facts: null });
    is.set(id, (is.get(id) ?? 0) + 1);
    if (concernedIds.has(node.id)) own.add(id);
  }
  for (const id of concernedIds) {
    const member = before.memberById.get(id);
    if (member) own.add(member.pdc.id);
  }
  const isOther = (id: string) => was.get(id) !== is.get(id);
  const linked = [...looks.before.keys(), ...looks.after.keys()].flatMap((pairId) => pairId.split(","));
  const all = [
    ...new Set([...[...own].toSorted((a, b) => Number(isOther(b)) - Number(isOther(a))), ...linked]),
  ];
  const shown = all.slice(0, PDCS_MAX);
  return {
    before: sideOf(shown, was, looks.before),
    after: sideOf(shown, is, looks.after),
    morePdcCount: all.length - shown.length,
  };
}

function sideOf(
  shown: readonly string[],
  counts: ReadonlyMap<string, number>,
  looks: PlaceLooks,
): PictureSide {
  const pdcs = shown.flatMap((id): PicturePdc[] => {
    const nodeCount = counts.get(id) ?? 0;
    return nodeCount > 0 ? [{ id, label: pdcLabelOfId(id), nodeCount }] : [];
  });
  const present = new Set(pdcs.map(({ id }) => id));
  const links = [...looks].flatMap(([pairId, byProtection]): PictureLink[] => {
    const [a = "", b = ""] = pairId.split(",");
    if (a === b || !present.has(a) || !present.has(b)) return [];
    const protection = WEAKEST_FIRST.find((each) => byProtection.has(each)) ?? "unknown";
    const linkCount = [...byProtection.values()].reduce((sum, count) => sum + count, 0);
    return [{ pdcIds: [a, b], protection, linkCount }];
  });
  const isInside = [...looks.keys()].some((pairId) => {
    const [a = "", b = ""] = pairId.split(",");
    return a === b && present.has(a);
  });
  return { pdcs, links, isInside };
}
