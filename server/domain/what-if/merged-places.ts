import { adminIslandsOf } from "../mesh/model/admin-islands.ts";
import { isFreshMember } from "../mesh/model/fresh-member.ts";
import type { Member } from "../mesh/model/member.ts";
import type { MeshModel } from "../mesh/model/mesh-model.ts";

/** Whether nodes of two PDCs share an admin network, pair by pair, told from probes alone. */
export type AdminReach = { reached: number; cut: number; unknown: number };

/** Of pairs that would be of one PDC and are of two. `id`: as of the present pair of PDCs, and the PDC they would share. */
export type MergedPlace = { pdcLabel: string; from: [string, string]; reach: AdminReach };

/** Of pairs that are of one PDC and would be of two: those that reach each other would encrypt without need. */
export type SplitPlace = { pdcLabel: string; into: [string, string]; reach: AdminReach };

export function mergedPlacesOf(
  before: MeshModel,
  after: MeshModel,
  concerned: ReadonlySet<string>,
): MergedPlace[] {
  const labelOf = ({ id }: Member) => labelIn(before, id);
  return reachAcross(after, concerned, labelOf).map(({ pdcLabel, labels, reach }) => ({
    pdcLabel,
    from: labels,
    reach,
  }));
}

export function splitPlacesOf(
  before: MeshModel,
  after: MeshModel,
  concerned: ReadonlySet<string>,
): SplitPlace[] {
  // Who is not in the imagined mesh stays where it is.
  const labelOf = (member: Member) =>
    labelIn(after, member.id) ?? (concerned.has(member.id) ? null : member.pdc.label);
  return reachAcross(before, concerned, labelOf).map(({ pdcLabel, labels, reach }) => ({
    pdcLabel,
    into: labels,
    reach,
  }));
}

function labelIn(model: MeshModel, id: string): string | null {
  const member = model.memberById.get(id);
  return member?.isLinked && member.pdc.kind === "named" ? member.pdc.label : null;
}

type Across = { pdcLabel: string; labels: [string, string]; reach: AdminReach };

/** Of each PDC of the model with nodes concerned: its pairs with two different labels. */
function reachAcross(
  model: MeshModel,
  concerned: ReadonlySet<string>,
  labelOf: (member: Member) => string | null,
): Across[] {
  return [...model.pdcById.values()].flatMap(({ key, members }) => {
    if (key.kind !== "named" || !members.values().some(({ id }) => concerned.has(id))) return [];
    const linked = [...members].filter((member) => member.isLinked && labelOf(member) !== null);
    const labels = [...new Set(linked.map((member) => labelOf(member) ?? ""))].toSorted();
    if (labels.length < 2) return [];
    const reachByLabels = countAcross(linked, labelOf, model);
    return labels.flatMap((a, position) =>
      labels.slice(position + 1).map((b): Across => {
        const reach = reachByLabels(a, b);
        return { pdcLabel: key.label, labels: [a, b], reach };
      }),
    );
  });
}

function countAcross(
  members: readonly Member[],
  labelOf: (member: Member) => string | null,
  { now, context }: MeshModel,
): (a: string, b: string) => AdminReach {
  const { islands, cuts } = adminIslandsOf(members);
  const all = islands.map((island) => countBy(island, labelOf));
  const fresh = islands.map((island) =>
    countBy(
      island.filter((member) => isFreshMember(member, now, context.staleAfterSeconds)),
      labelOf,
    ),
  );
  const of = (counts: ReadonlyMap<string, number> | undefined, label: string) => counts?.get(label) ?? 0;
  const total = (label: string) => all.reduce((sum, counts) => sum + of(counts, label), 0);
  return (a, b) => {
    const reached = fresh.reduce((sum, counts) => sum + of(counts, a) * of(counts, b), 0);
    const cut = cuts.reduce(
      (sum, { islands: [x, y] }) => sum + of(all[x], a) * of(all[y], b) + of(all[x], b) * of(all[y], a),
      0,
    );
    return { reached, cut, unknown: total(a) * total(b) - reached - cut };
  };
}

function countBy(
  members: readonly Member[],
  labelOf: (member: Member) => string | null,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const member of members) {
    const label = labelOf(member);
    if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}
