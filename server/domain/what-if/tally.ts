import { pdcNameOfId } from "../pdc.ts";
import {
  changedRuleNames,
  ENCRYPTION_CHANGES,
  encryptionChange,
  type Look,
  type Protection,
} from "./look.ts";
import { type Entry, groupPairKey, pairIdOf, type Transition } from "./transitions.ts";

const EXAMPLES_MAX = 5;

export type PairExample = { id: string; hostnames: [string, string] };

/** Links between two places, or inside one, to which the same happens. */
export type PlaceChange = {
  id: string;
  /** PDCs of both ends; null: one of them is not there. */
  before: [string, string] | null;
  after: [string, string] | null;
  linkCount: number;
  examples: PairExample[];
};

/** Places with most links first. */
export type ChangeGroup = { linkCount: number; places: PlaceChange[]; placeCount: number };

export type MtuSide = {
  effectiveBytesMin: number | null;
  effectiveBytesMax: number | null;
  wantedBytesMax: number | null;
  fragmentingCount: number;
  unknownCount: number;
};

/** Of links that are there before and after, and carry frames of the rule otherwise. */
export type MtuChange = {
  id: string;
  pdcs: [string, string];
  overlayRuleName: string;
  linkCount: number;
  before: MtuSide;
  after: MtuSide;
};

const PLACE_KINDS = [
  ...ENCRYPTION_CHANGES,
  "path",
  "appeared",
  "gone",
  "keysNeeded",
  "keysOrphaned",
] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** For the picture: links of places that change, by how they are protected. */
export type PlaceLooks = Map<string, Map<Protection, number>>;

/** What all transitions come to. */
export class Tally {
  readonly #placesByKind: Record<PlaceKind, Map<string, PlaceChange>>;
  readonly #mtus = new Map<string, MtuChange>();
  /** Rules otherwise carried, by pair of kinds of nodes and by single pair. */
  readonly rulesByGroups = new Map<string, Set<string>>();
  readonly changedPeers = new Map<string, Map<string, ReadonlySet<string>>>();
  readonly looks: { before: PlaceLooks; after: PlaceLooks } = { before: new Map(), after: new Map() };

  constructor() {
    const empty = PLACE_KINDS.map((kind) => [kind, new Map<string, PlaceChange>()] as const);
    // Every kind is there, which Object.fromEntries cannot tell.
    this.#placesByKind = Object.fromEntries(empty) as Record<PlaceKind, Map<string, PlaceChange>>;
  }

  add(transition: Transition): void {
    const { before, after } = transition;
    if (!before && !after) return;
    const changed = changedRuleNames(before, after);
    const isOther =
      changed.length > 0 ||
      before?.kind !== after?.kind ||
      before?.protection !== after?.protection ||
      before?.via !== after?.via;
    if (!isOther) return;
    const encryption = encryptionChange(before, after);
    if (encryption) this.#addPlace(encryption, transition);
    if (!before) this.#addPlace("appeared", transition);
    else if (!after) this.#addPlace("gone", transition);
    else if (before.via !== after.via) this.#addPlace("path", transition);
    if (before && after) for (const name of changed) this.#addMtu(transition, before, after, name);
    this.#addKeys(transition);
    this.#note(transition, changed);
  }

  places(kind: PlaceKind, max: number): ChangeGroup {
    const places = [...this.#placesByKind[kind].values()].toSorted(
      (a, b) => b.linkCount - a.linkCount || (a.id < b.id ? -1 : 1),
    );
    return {
      linkCount: places.reduce((sum, { linkCount }) => sum + linkCount, 0),
      places: places.slice(0, max),
      placeCount: places.length,
    };
  }

  /** Those that begin to fragment first. */
  mtus(max: number): { rows: MtuChange[]; rowCount: number } {
    const worse = ({ before, after }: MtuChange) => after.fragmentingCount - before.fragmentingCount;
    const rows = [...this.#mtus.values()].toSorted(
      (a, b) => worse(b) - worse(a) || b.linkCount - a.linkCount || (a.id < b.id ? -1 : 1),
    );
    return { rows: rows.slice(0, max), rowCount: rows.length };
  }

  #addPlace(kind: PlaceKind, transition: Transition): void {
    const { pdcIds, count } = transition;
    const id = `${pairIdOf(pdcIds.before) ?? ""}>${pairIdOf(pdcIds.after) ?? ""}`;
    const places = this.#placesByKind[kind];
    const place = places.get(id) ?? {
      id,
      before: labelsOf(pdcIds.before),
      after: labelsOf(pdcIds.after),
      linkCount: 0,
      examples: [],
    };
    places.set(id, place);
    place.linkCount += count;
    if (place.examples.length >= EXAMPLES_MAX) return;
    for (const pair of transition.pairs()) {
      place.examples.push(exampleOf(pair));
      if (place.examples.length >= EXAMPLES_MAX) return;
    }
  }

  #addMtu({ pdcIds, count }: Transition, before: Look, after: Look, name: string): void {
    const [was, is] = [before, after].map(({ rules }) => rules.find((rule) => rule.name === name) ?? null);
    if (JSON.stringify(was) === JSON.stringify(is)) return;
    const pairId = pairIdOf(pdcIds.after) ?? "";
    const id = JSON.stringify([pairId, name]);
    const row = this.#mtus.get(id) ?? {
      id,
      pdcs: labelsOf(pdcIds.after) ?? ["", ""],
      overlayRuleName: name,
      linkCount: 0,
      before: noMtu(),
      after: noMtu(),
    };
    this.#mtus.set(id, row);
    row.linkCount += count;
    addMtu(row.before, was?.mtu ?? null, count);
    addMtu(row.after, is?.mtu ?? null, count);
  }

  #addKeys(transition: Transition): void {
    const { before, after } = transition;
    const [was, is] = [before?.kind === "ipsecLink", after?.kind === "ipsecLink"];
    if (was === is) return;
    // Whoever holds a key speaks of an address, and is told pair by pair.
    const [a, b] = transition.pair ?? [];
    if (is && !(a && b && canProveItself(a.after, b.after) && canProveItself(b.after, a.after))) {
      this.#addPlace("keysNeeded", transition);
    }
    if (was && a && b && (holdsKey(a.before, b.before) || holdsKey(b.before, a.before))) {
      this.#addPlace("keysOrphaned", transition);
    }
  }

  #note(
    { groups: [a, b], pair, pdcIds, before, after, count }: Transition,
    ruleNames: readonly string[],
  ): void {
    countLook(this.looks.before, pairIdOf(pdcIds.before), before, count);
    countLook(this.looks.after, pairIdOf(pdcIds.after), after, count);
    if (pair) {
      const [one, other] = pair;
      const rules = new Set(ruleNames);
      notePeer(this.changedPeers, one, other, rules);
      notePeer(this.changedPeers, other, one, rules);
      return;
    }
    const key = groupPairKey(a, b);
    const known = this.rulesByGroups.get(key) ?? new Set<string>();
    this.rulesByGroups.set(key, known);
    for (const name of ruleNames) known.add(name);
  }
}

function notePeer(
  peers: Map<string, Map<string, ReadonlySet<string>>>,
  { id }: Entry,
  peer: Entry,
  rules: ReadonlySet<string>,
): void {
  const own = peers.get(id) ?? new Map<string, ReadonlySet<string>>();
  peers.set(id, own);
  own.set(peer.id, rules);
}

function countLook(looks: PlaceLooks, id: string | null, look: Look | null, count: number): void {
  if (id === null || !look) return;
  const counts = looks.get(id) ?? new Map<Protection, number>();
  looks.set(id, counts);
  counts.set(look.protection, (counts.get(look.protection) ?? 0) + count);
}

function holdsKey(member: Entry["before"], peer: Entry["before"]): boolean {
  return Boolean(saidOf(member, peer)?.keyFingerprint);
}

/** By a pre-shared key, or by a certificate that its IKE rule asks for. */
function canProveItself(member: Entry["before"], peer: Entry["before"]): boolean {
  return holdsKey(member, peer) || Boolean(saidOf(member, peer)?.isByCertificate);
}

function saidOf(member: Entry["before"], peer: Entry["before"]) {
  const address = peer?.externalAddress ?? null;
  return address === null ? undefined : member?.saidByAddress.get(address);
}

function exampleOf([a, b]: readonly [Entry, Entry]): PairExample {
  const [first, second] = a.id < b.id ? [a, b] : [b, a];
  return { id: `${first.id},${second.id}`, hostnames: inOrder(first.hostname, second.hostname) };
}

export function pdcLabelOfId(id: string): string {
  return pdcNameOfId(id) ?? (id === "no-name" ? "(no name)" : "(not read yet)");
}

function labelsOf([a, b]: readonly [string | null, string | null]): [string, string] | null {
  if (a === null || b === null) return null;
  const [first, second] = a < b ? [a, b] : [b, a];
  return [pdcLabelOfId(first), pdcLabelOfId(second)];
}

function noMtu(): MtuSide {
  return {
    effectiveBytesMin: null,
    effectiveBytesMax: null,
    wantedBytesMax: null,
    fragmentingCount: 0,
    unknownCount: 0,
  };
}

function addMtu(side: MtuSide, mtu: Look["rules"][number]["mtu"], count: number): void {
  if (!mtu) {
    side.unknownCount += count;
    return;
  }
  side.effectiveBytesMin = Math.min(side.effectiveBytesMin ?? Infinity, mtu.effectiveBytes);
  side.effectiveBytesMax = Math.max(side.effectiveBytesMax ?? -Infinity, mtu.effectiveBytes);
  side.wantedBytesMax = Math.max(side.wantedBytesMax ?? -Infinity, mtu.wantedBytes);
  if (mtu.isFragmenting) side.fragmentingCount += count;
}

/** Ids are of no meaning to people, so names come in an order of their own. */
function inOrder(a: string, b: string): [string, string] {
  return a <= b ? [a, b] : [b, a];
}
