import type { CountByHealth, HealthState } from "../health.ts";
import type { BadShare, LinkSums } from "../mesh/link-sums.ts";
import type { LinkPath } from "../mesh/link-path.ts";
import { type MeshSums, sumMesh } from "../mesh/pdc-sums.ts";
import type { MeshModel } from "../mesh/model/mesh-model.ts";

export type MeshSubjectKind = "pdc" | "node" | "pdc-link" | "link";

/** What of a PDC, node, link or pair of PDCs is worth telling when it changes. */
export type MeshLook = {
  /** The worst of its links, of a PDC of its nodes; null: there are none. */
  state: HealthState | null;
  /** Of links; the worst way any of them takes. */
  path?: LinkPath | null;
  badShare?: BadShare;
  effectiveMtuBytes?: number | null;
  /** Of a node. */
  pdcLabel?: string;
  /** Of a PDC. */
  nodeCount?: number;
};

export type LookOf = { kind: MeshSubjectKind; id: string; label: string; look: MeshLook };

/** The whole mesh as it is remembered. */
export type MeshDigest = {
  nodeCountByState: CountByHealth;
  linkCountByState: CountByHealth;
  clearTextCount: number;
  looks: LookOf[];
};

const PATHS_WORST_FIRST: readonly LinkPath[] = ["clear-text", "unknown", "ipsec", "admin"];
const ALL = { overlayRuleName: null, warningCountByNodeId: new Map<string, number>() };

export function digestOf(model: MeshModel): MeshDigest {
  const { pdcs, summedCells, links, nodeCountByState } = sumMesh(model, ALL);
  return {
    nodeCountByState,
    linkCountByState: links.countByState,
    clearTextCount: links.countByPath["clear-text"],
    looks: [
      ...pdcs.map(({ id, label, worstNodeState, nodeCount }): LookOf => ({
        kind: "pdc",
        id,
        label,
        look: { state: worstNodeState, nodeCount },
      })),
      ...[...model.memberById.values()].map(({ id, node, pdc, state }): LookOf => ({
        kind: "node",
        id,
        label: node.hostname,
        look: { state, pdcLabel: pdc.label },
      })),
      ...summedCells.map(pdcLinkLook),
    ],
  };
}

function pdcLinkLook({ cell, sums }: MeshSums["summedCells"][number]): LookOf {
  const { worstState, badShare, effectiveMtuBytesMin } = sums;
  return {
    kind: "pdc-link",
    id: cell.id,
    label: cell.pdcs.map(({ key }) => key.label).join(" – "),
    look: { state: worstState, path: worstPath(sums), badShare, effectiveMtuBytes: effectiveMtuBytesMin },
  };
}

function worstPath({ countByPath }: LinkSums): LinkPath | null {
  return PATHS_WORST_FIRST.find((path) => countByPath[path] > 0) ?? null;
}

/** What of two looks differs; all of it when one is not there. */
export function isSameLook(a: MeshLook, b: MeshLook): boolean {
  return (
    a.state === b.state &&
    (a.path ?? null) === (b.path ?? null) &&
    (a.badShare ?? null) === (b.badShare ?? null) &&
    (a.effectiveMtuBytes ?? null) === (b.effectiveMtuBytes ?? null) &&
    (a.pdcLabel ?? null) === (b.pdcLabel ?? null) &&
    (a.nodeCount ?? null) === (b.nodeCount ?? null)
  );
}

export type LookChange = {
  kind: MeshSubjectKind;
  id: string;
  label: string;
  /** null: it appeared. */
  before: MeshLook | null;
  /** null: it is gone. */
  after: MeshLook | null;
};

/** Everything that looks different, in the order of neither. */
export function looksDifference(before: readonly LookOf[], after: readonly LookOf[]): LookChange[] {
  const keyOf = ({ kind, id }: LookOf) => `${kind} ${id}`;
  const earlier = new Map(before.map((look) => [keyOf(look), look]));
  const changes: LookChange[] = [];
  for (const now of after) {
    const was = earlier.get(keyOf(now));
    earlier.delete(keyOf(now));
    if (was && isSameLook(was.look, now.look)) continue;
    const { kind, id, label, look } = now;
    changes.push({ kind, id, label, before: was?.look ?? null, after: look });
  }
  for (const { kind, id, label, look } of earlier.values()) {
    changes.push({ kind, id, label, before: look, after: null });
  }
  return changes;
}
