import { pdcPairId } from "../pdc.ts";
import { externalInterface } from "../node.ts";
import type { Cell, PdcMembers } from "./model/cell.ts";
import { type AdminIslands, adminIslandsOf, countReach } from "./model/admin-islands.ts";
import { isFreshMember } from "./model/fresh-member.ts";
import type { Member } from "./model/member.ts";
import type { MeshModel } from "./model/mesh-model.ts";
import { pairsOfCell } from "./model/pairs.ts";

/** `unknown`: facts are missing, so neither can be said. */
export type InvariantAnswer = "holds" | "broken" | "unknown";

export type InvariantPair = { id: string; hostnames: [string, string] };

/** A pair of PDCs, or one PDC, in which the rule is broken or cannot be told. */
export type InvariantPlace = {
  id: string;
  pdcLabels: [string, string];
  brokenCount: number;
  unknownCount: number;
  /** Some of the broken ones; where none is, of those that cannot be told. */
  examples: InvariantPair[];
};

/** Nodes about which something is missing. */
export type MissingFacts = {
  reason: MissingReason;
  nodeCount: number;
  nodes: { id: string; hostname: string }[];
};

export const MISSING_REASONS = [
  "never-read",
  "no-pdc-name",
  "stale",
  "last-refresh-failed",
  "no-external-address",
  "no-firewall",
  "no-probes",
] as const;
export type MissingReason = (typeof MISSING_REASONS)[number];

export type InvariantHalf = {
  answer: InvariantAnswer;
  pairCount: number;
  brokenCount: number;
  unknownCount: number;
  /** Broken ones first; no more than `PLACES_MAX`. */
  places: InvariantPlace[];
  placeCount: number;
};

/**
 * What must hold at all times: no pair in clear text between different places, and no pair that shares a PDC name without
 * sharing an admin network. Only facts count: what they do not prove is `unknown`, never `holds`.
 */
export type Invariant = {
  answer: InvariantAnswer;
  clearText: InvariantHalf;
  adminNetwork: InvariantHalf;
  missing: MissingFacts[];
};

const PLACES_MAX = 8;
const EXAMPLES_MAX = 3;
const NODES_NAMED_MAX = 6;

type Judged = InvariantPlace & { pairCount: number };

const known = new WeakMap<MeshModel, { version: number; invariant: Invariant }>();

/** From sums and probes, never pair by pair; made once for each state of the model. */
export function invariantOf(model: MeshModel): Invariant {
  const kept = known.get(model);
  if (kept?.version === model.version) return kept.invariant;
  const clearText = halfOf(clearTextPlaces(model), model);
  const adminNetwork = halfOf(adminPlaces(model), model);
  const invariant: Invariant = {
    answer: answerOf(
      [clearText, adminNetwork].some(({ answer }) => answer === "broken"),
      [clearText, adminNetwork].some(({ answer }) => answer === "unknown"),
    ),
    clearText,
    adminNetwork,
    missing: clearText.unknownCount + adminNetwork.unknownCount > 0 ? missingFactsOf(model) : [],
  };
  known.set(model, { version: model.version, invariant });
  return invariant;
}

function answerOf(isBroken: boolean, isUnknown: boolean): InvariantAnswer {
  return isBroken ? "broken" : isUnknown ? "unknown" : "holds";
}

/** A place with its examples made only when it is told. */
type Place = { judged: Omit<Judged, "examples">; examples: () => InvariantPair[] };

function halfOf(places: readonly Place[], model: MeshModel): InvariantHalf {
  const sum = (count: (place: Place["judged"]) => number) =>
    places.reduce((total, { judged }) => total + count(judged), 0);
  const open = places
    .filter(({ judged }) => judged.brokenCount + judged.unknownCount > 0)
    .toSorted(
      ({ judged: a }, { judged: b }) =>
        b.brokenCount - a.brokenCount || b.unknownCount - a.unknownCount || (a.id < b.id ? -1 : 1),
    );
  const brokenCount = sum((place) => place.brokenCount);
  const unknownCount = sum((place) => place.unknownCount);
  const hasNodes = model.memberById.values().some(({ isLinked }) => isLinked);
  return {
    answer: answerOf(brokenCount > 0, unknownCount > 0 || !hasNodes),
    pairCount: sum((place) => place.pairCount),
    brokenCount,
    unknownCount,
    places: open
      .slice(0, PLACES_MAX)
      .map(({ judged: { id, pdcLabels, brokenCount: broken, unknownCount: unknown }, examples }) => ({
        id,
        pdcLabels,
        brokenCount: broken,
        unknownCount: unknown,
        examples: examples(),
      })),
    placeCount: open.length,
  };
}

/** Pairs that carry something between places, or may: of unnamed nodes nobody knows the place. */
function clearTextPlaces(model: MeshModel): Place[] {
  const pdcs = [...model.pdcById.values()];
  return pdcs.flatMap((pdc, position) =>
    pdcs.slice(position).flatMap((other) => {
      if (pdc === other && pdc.key.kind === "named") return [];
      const cell = model.cell(pdc.key.id, other.key.id);
      return cell ? (clearTextPlace(model, cell) ?? []) : [];
    }),
  );
}

function clearTextPlace(model: MeshModel, cell: Cell): Place | null {
  const judged = { ...placeOf(cell.pdcs), pairCount: 0, brokenCount: 0, unknownCount: 0 };
  for (const [{ clearText }, count] of model.counted(cell).counts) {
    judged.pairCount += count;
    if (clearText === "open") judged.brokenCount += count;
    if (clearText === "unknown") judged.unknownCount += count;
  }
  if (judged.pairCount === 0) return null;
  const wanted = judged.brokenCount > 0 ? "open" : "unknown";
  return {
    judged,
    examples: () =>
      pairsOfCell(model, cell, ({ clearText }) => clearText === wanted)
        .take(EXAMPLES_MAX)
        .map(({ a, b }) => pairOf(a, b))
        .toArray(),
  };
}

function adminPlaces(model: MeshModel): Place[] {
  const { staleAfterSeconds } = model.context;
  return [...model.pdcById.values()].flatMap((pdc): Place[] => {
    if (pdc.key.kind !== "named") return [];
    const members = [...pdc.members].filter(({ isLinked }) => isLinked);
    if (members.length < 2) return [];
    const islands = keptIslands(pdc, members, model.now, staleAfterSeconds);
    const { reached, cut, unknown } = countReach(islands, model.now, staleAfterSeconds);
    return [
      {
        judged: {
          ...placeOf([pdc, pdc]),
          pairCount: reached + cut + unknown,
          brokenCount: cut,
          unknownCount: unknown,
        },
        examples: () =>
          cut > 0
            ? islands.cuts.slice(0, EXAMPLES_MAX).map(({ silence }) => pairOf(silence.from, silence.to))
            : [],
      },
    ];
  });
}

type KeptIslands = { said: readonly unknown[]; islands: AdminIslands };
const islandsByPdc = new WeakMap<PdcMembers, KeptIslands>();

/** A PDC of which no node was read again, and of whose probes none has become stale, keeps its islands. */
function keptIslands(
  pdc: PdcMembers,
  members: readonly Member[],
  now: Date,
  staleAfterSeconds: number,
): AdminIslands {
  const said = members.flatMap((member) => [
    member.node,
    isWithin(member.probedAt, now, staleAfterSeconds) ? "fresh" : "stale",
  ]);
  const kept = islandsByPdc.get(pdc);
  if (kept && kept.said.length === said.length && said.every((part, at) => part === kept.said[at])) {
    return kept.islands;
  }
  const islands = adminIslandsOf(members);
  islandsByPdc.set(pdc, { said, islands });
  return islands;
}

function isWithin(at: Date | null, now: Date, staleAfterSeconds: number): boolean {
  return at !== null && now.getTime() - at.getTime() <= staleAfterSeconds * 1000;
}

function placeOf([a, b]: readonly [PdcMembers, PdcMembers]): Pick<InvariantPlace, "id" | "pdcLabels"> {
  return { id: pdcPairId(a.key.id, b.key.id), pdcLabels: [a.key.label, b.key.label] };
}

function pairOf(a: Member, b: Member): InvariantPair {
  const [first, second] = a.id < b.id ? [a, b] : [b, a];
  return { id: `${first.id},${second.id}`, hostnames: [first.node.hostname, second.node.hostname] };
}

/** Each node once, under what is missing first. */
function missingFactsOf(model: MeshModel): MissingFacts[] {
  const hasOtherPlaces = [...model.pdcById.values()].filter(({ key }) => key.kind === "named").length > 1;
  const byReason = Map.groupBy(
    [...model.memberById.values()].filter(({ isLinked }) => isLinked),
    (member) => missingReasonOf(member, model, hasOtherPlaces),
  );
  return MISSING_REASONS.flatMap((reason) => {
    const members = byReason.get(reason) ?? [];
    if (members.length === 0) return [];
    const named = members
      .toSorted((a, b) => (a.node.hostname < b.node.hostname ? -1 : 1))
      .slice(0, NODES_NAMED_MAX);
    return {
      reason,
      nodeCount: members.length,
      nodes: named.map(({ id, node }) => ({ id, hostname: node.hostname })),
    };
  });
}

function missingReasonOf(
  member: Member,
  { now, context, pdcById }: MeshModel,
  hasOtherPlaces: boolean,
): MissingReason | null {
  const { node, pdc, probedAt } = member;
  const { facts } = node;
  if (!facts?.identity) return "never-read";
  if (pdc.kind === "no-name") return "no-pdc-name";
  if (!isFreshMember(member, now, context.staleAfterSeconds)) {
    return node.lastRefresh?.outcome === "failed" ? "last-refresh-failed" : "stale";
  }
  if (hasOtherPlaces && !externalInterface(facts)) return "no-external-address";
  if (hasOtherPlaces && !facts.firewall) return "no-firewall";
  const hasNeighbours = (pdcById.get(pdc.id)?.members.size ?? 0) > 1;
  return hasNeighbours && !isWithin(probedAt, now, context.staleAfterSeconds) ? "no-probes" : null;
}

/** The answer with its numbers alone. */
export function briefInvariantOf({ answer, clearText, adminNetwork }: Invariant) {
  const numbers = (half: InvariantHalf) => ({
    answer: half.answer,
    pairCount: half.pairCount,
    brokenCount: half.brokenCount,
    unknownCount: half.unknownCount,
  });
  return { answer, clearText: numbers(clearText), adminNetwork: numbers(adminNetwork) };
}
