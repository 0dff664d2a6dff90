import type { Attribution } from "../link-sums.ts";
import type { Cell, PdcMembers } from "./cell.ts";
import { cutOffPdcs } from "./cut-off.ts";
import type { Member, Tallies } from "./member.ts";
import type { MeshModel } from "./mesh-model.ts";
import type { PairVerdict } from "./pair-verdict.ts";

/** From this share of its judged links on, a node that is bad in several places is what is wrong. */
const NODE_SHARE = 0.5;
const NAMED_MAX = 3;

/** Who brings the bad links of each place about; made once for a state of the model. */
export type Blame = {
  of(cells: readonly Cell[], counts: (verdict: PairVerdict) => boolean): Attribution | null;
};

export function blameOf(model: MeshModel): Blame {
  const badMembers = new Set<Member>();
  for (const { a, b } of model.badRecords) badMembers.add(a).add(b);
  const cutOff = cutOffPdcs(model);
  const downMembers = new Set([...badMembers].filter(isDown));
  return {
    of: (cells, counts) => {
      const blamed = (cell: Cell) => blamedIn(cell, downMembers, counts);
      return attributionOf(
        cells.flatMap((cell) => {
          const pdcs = cell.pdcs[0] === cell.pdcs[1] ? [] : cell.pdcs.filter((pdc) => cutOff.has(pdc));
          return blamed(cell).map((some): Blamed => ({ ...some, pdcs }));
        }),
      );
    },
  };
}

type BlamedNodes = { members: readonly Member[]; linkCount: number };
/** `pdcs`: those of the two that are cut off. */
type Blamed = BlamedNodes & { pdcs: readonly PdcMembers[] };

function blamedIn(
  cell: Cell,
  downMembers: ReadonlySet<Member>,
  counts: (verdict: PairVerdict) => boolean,
): BlamedNodes[] {
  const hasGood = [...(cell.counted?.counts.keys() ?? [])].some(({ state }) => state === "up");
  const isAtFault = (member: Member, peer: Member) => {
    const here = talliesOf(member).get(peer.pdc.id);
    return downMembers.has(member) || (hasGood && here && here.decided >= 2 && here.bad === here.decided);
  };
  const recorded = [...cell.badRecords]
    .filter(({ verdict }) => verdict && counts(verdict))
    .map(({ a, b }): BlamedNodes => ({
      members: [...(isAtFault(a, b) ? [a] : []), ...(isAtFault(b, a) ? [b] : [])],
      linkCount: 1,
    }));
  const usual = (cell.counted?.usual ?? [])
    .filter(({ verdict }) => isBad(verdict) && counts(verdict))
    .map(({ a, b, verdict, pairCount }): BlamedNodes => {
      // Nodes of one class are alike in whether they have an address.
      const lacking = verdict.causes.includes("addresses")
        ? [a, b].filter((members) => [...members].some((member) => lacksAddress(member, verdict)))
        : [];
      return { members: [...new Set(lacking.flatMap((members) => [...members]))], linkCount: pairCount };
    });
  return [...recorded, ...usual];
}

function lacksAddress({ adminAddress, externalAddress }: Member, { kind }: PairVerdict): boolean {
  return (kind === "adminLink" ? adminAddress : externalAddress) === null;
}

function attributionOf(blamed: readonly Blamed[]): Attribution | null {
  const ofNodes = blamed.filter(({ members }) => members.length > 0);
  const total = blamed.reduce((sum, { linkCount }) => sum + linkCount, 0);
  const byNodes = ofNodes.reduce((sum, { linkCount }) => sum + linkCount, 0);
  if (total === 0) return null;
  const ofPdcs = cutOffAttribution(blamed);
  if (ofPdcs.linkCount * 2 >= total) return ofPdcs;
  if (byNodes * 2 < total) return { kind: "pair", linkCount: total - byNodes };
  const countByMember = new Map<Member, number>();
  for (const { members, linkCount } of ofNodes) {
    for (const member of members) countByMember.set(member, (countByMember.get(member) ?? 0) + linkCount);
  }
  const worst = [...countByMember].toSorted(([a, x], [b, y]) => y - x || (a.id < b.id ? -1 : 1));
  return {
    kind: "node",
    linkCount: byNodes,
    nodeCount: worst.length,
    nodes: worst.slice(0, NAMED_MAX).map(([{ id, node, state }]) => ({
      id,
      hostname: node.hostname,
      isDown: state === "down",
    })),
  };
}

/** Told before the nodes: a place without its line makes all its nodes look down. */
function cutOffAttribution(blamed: readonly Blamed[]): Extract<Attribution, { kind: "pdc" }> {
  const countByPdc = new Map<PdcMembers, number>();
  let total = 0;
  for (const { pdcs, linkCount } of blamed) {
    if (pdcs.length > 0) total += linkCount;
    for (const pdc of pdcs) countByPdc.set(pdc, (countByPdc.get(pdc) ?? 0) + linkCount);
  }
  const worst = [...countByPdc].toSorted(([a, x], [b, y]) => y - x || (a.key.id < b.key.id ? -1 : 1));
  return {
    kind: "pdc",
    linkCount: total,
    pdcCount: worst.length,
    pdcs: worst.slice(0, NAMED_MAX).map(
      ([
        {
          key: { id, label },
        },
      ]) => ({ id, label }),
    ),
  };
}

function isDown(member: Member): boolean {
  if (member.state === "down") return true;
  let [badPlaces, bad, decided] = [0, 0, 0];
  for (const tally of talliesOf(member).values()) {
    if (tally.bad > 0) badPlaces += 1;
    bad += tally.bad;
    decided += tally.decided;
  }
  return badPlaces >= 2 && bad >= NODE_SHARE * decided;
}

function talliesOf(member: Member): Tallies {
  return (member.tallies ??= countTallies(member));
}

function countTallies(member: Member): Tallies {
  const tallies = new Map<string, { decided: number; bad: number }>();
  for (const [peer, { verdict }] of member.records) {
    const isUp = verdict?.state === "up";
    if (!verdict || (!isUp && !isBad(verdict))) continue;
    const tally = tallies.get(peer.pdc.id) ?? { decided: 0, bad: 0 };
    tally.decided += 1;
    if (!isUp) tally.bad += 1;
    tallies.set(peer.pdc.id, tally);
  }
  return tallies;
}

function isBad({ state }: PairVerdict): boolean {
  return state === "down" || state === "degraded";
}
