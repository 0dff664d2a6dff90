import { type Ipv4Cidr, parseCidr } from "../../ipv4.ts";
import { type IdRange, VXLAN_BOUNDS } from "../../id-range.ts";
import type { HeldIds, MisfitAddresses, NetworkContext } from "../../network/context.ts";
import type { NetworkDraft } from "../../network/draft.ts";
import type { Carrier } from "../../network/mtu.ts";
import { freeVxlanIds } from "../../network/next-free.ts";
import { carrierOf } from "../../network/segment.ts";
import { CidrIndex } from "./cidr-index.ts";
import type { KnownNetwork, NetworkSituation, NetworkUse, VdcSituation } from "./network-situation.ts";

const NOTHING_HELD: HeldIds = {
  lookedAtVxlanIds: [VXLAN_BOUNDS],
  exclusiveVxlanIds: [],
  sharedVxlanIds: [],
  restingVxlanIds: [],
  usedVxlanIds: [],
  otherRuleVxlanIds: [],
  vlanIds: [],
};

const NO_MISFITS: MisfitAddresses = { outside: [], outsideCount: 0, isGatewayListed: false };

type PlannedNetwork = KnownNetwork & { vdcId: string };
type FreeIds = { next: number | null; others: Generator<number, null> };
type VdcState = {
  situation: VdcSituation;
  networkByName: Map<string, PlannedNetwork>;
  bySubnet: CidrIndex<PlannedNetwork>;
  /** VXLAN ids not looked at yet, by rule and VLAN. */
  freeIds: Map<string, FreeIds>;
};

/** The networks as they would be after the rows so far; a context costs the same whatever their number. */
export class NetworkState {
  readonly #situation: NetworkSituation;
  readonly #vdcs: ReadonlyMap<string, VdcState>;
  readonly #usesByVxlanId = new Map<number, Set<NetworkUse>>();
  readonly #usesByTagName = new Map<string, Set<NetworkUse>>();
  readonly #usesBySegment = new Map<string, Set<NetworkUse>>();
  readonly #bySegment = new Map<string, CidrIndex<NetworkUse>>();
  readonly #byRule = new Map<string, CidrIndex<NetworkUse>>();
  readonly #restingVxlanIds: Set<number>;
  readonly #addressScopeRuleNames: ReadonlySet<string>;

  constructor(situation: NetworkSituation) {
    this.#situation = situation;
    this.#restingVxlanIds = new Set(situation.restingVxlanIds);
    this.#addressScopeRuleNames = new Set(
      situation.overlayRules.filter(({ addressScope }) => addressScope === "rule").map(({ name }) => name),
    );
    this.#vdcs = new Map(situation.vdcs.map((vdc) => [vdc.vdcId, makeVdcState(vdc)]));
    for (const use of situation.otherUses) this.#addUse(use);
    for (const { vdcId, networks } of situation.vdcs)
      for (const network of networks) this.put(vdcId, network);
  }

  find(vdcId: string, name: string): KnownNetwork | null {
    return this.#vdcs.get(vdcId)?.networkByName.get(name) ?? null;
  }

  /** A new network, or one that takes the place of the one with its name. */
  put(vdcId: string, values: KnownNetwork): void {
    const vdc = this.#vdc(vdcId);
    const before = vdc.networkByName.get(values.name);
    if (before) this.#remove(vdc, before);
    const network = { ...values, vdcId };
    vdc.networkByName.set(network.name, network);
    vdc.bySubnet.add(cidrOf(network), network);
    this.#addUse(network);
    const freedId = before?.vxlanId ?? null;
    if (freedId !== null && !this.#usesByVxlanId.get(freedId)?.size) this.#restingVxlanIds.add(freedId);
  }

  /** What `planNetwork` needs to know for this draft, and no more. */
  contextFor(vdcId: string, draft: NetworkDraft, current: KnownNetwork | null): NetworkContext {
    const { situation, networkByName } = this.#vdc(vdcId);
    return {
      delegation: situation.delegation,
      overlayRules: this.#situation.overlayRules,
      nicTags: this.#situation.nicTags,
      networkCount: networkByName.size,
      ownNetworks: this.#relevantNetworks(vdcId, draft, current),
      held: this.#heldFor(vdcId, draft, current),
      isSubnetHeld: this.#isSubnetHeld(vdcId, draft),
      safeMtu: this.#situation.safeMtuByRuleName.get(draft.overlayRuleName ?? "") ?? null,
      nodes: { count: 0, carryingCount: 0 },
      current,
      isUsedByVms: current !== null && situation.networkIdsUsedByVms.has(current.id),
      misfits: situation.misfitsByNetworkId.get(current?.id ?? "") ?? NO_MISFITS,
    };
  }

  /** The draft with the number that is next free now; unchanged when there is none, which the planner then says. */
  withFreeVxlan(vdcId: string, draft: NetworkDraft): NetworkDraft {
    if (draft.vxlanId !== "next-free") return draft;
    const context = this.contextFor(vdcId, draft, null);
    const carrier = carrierOf(draft, context);
    if (carrier === null || "message" in carrier || !carrier.rule) return draft;
    const vxlanId = this.#nextFreeVxlan(this.#vdc(vdcId), draft, carrier, context);
    return vxlanId === null ? draft : { ...draft, vxlanId };
  }

  #nextFreeVxlan(
    { situation, freeIds }: VdcState,
    draft: NetworkDraft,
    { rule }: Carrier,
    context: NetworkContext,
  ): number | null {
    const { takenVxlanIds } = this.#situation;
    if (!rule || !takenVxlanIds) return null;
    const key = `${rule.name} ${draft.vlanId}`;
    const free =
      freeIds.get(key) ??
      freeIdsIn(
        freeVxlanIds(rule, draft.vlanId, {
          ...context,
          held: {
            ...NOTHING_HELD,
            exclusiveVxlanIds: situation.foreignVxlanIds.exclusive,
            sharedVxlanIds: situation.foreignVxlanIds.shared,
            usedVxlanIds: takenVxlanIds,
          },
        }),
      );
    freeIds.set(key, free);
    for (; free.next !== null; free.next = free.others.next().value) {
      const isTaken = this.#restingVxlanIds.has(free.next) || this.#usesByVxlanId.get(free.next)?.size;
      if (!isTaken) return free.next;
    }
    return null;
  }

  /** One with the name, those the subnet may be refused for (the strictest reason first), and those in the VXLAN or on the tag. */
  #relevantNetworks(vdcId: string, draft: NetworkDraft, current: KnownNetwork | null): PlannedNetwork[] {
    const vdc = this.#vdc(vdcId);
    const isOther = (network: NetworkUse) => network.vdcId === vdcId && !isSame(network, current);
    const relevant = new Set<PlannedNetwork>();
    const named = vdc.networkByName.get(draft.name);
    if (named && !isSame(named, current)) relevant.add(named);
    const subnet = parseCidr(draft.subnet);
    if (subnet) {
      for (const index of [
        this.#bySegment.get(segmentKey(draft)),
        this.#byRule.get(draft.overlayRuleName ?? ""),
        vdc.bySubnet,
      ]) {
        const network = index && first(index.overlapping(subnet), isOther);
        if (network) relevant.add(plannedOf(network));
      }
    }
    if (draft.vlanId === "next-free") {
      for (const use of this.#usesBeside(draft)) if (isOther(use)) relevant.add(plannedOf(use));
    }
    return [...relevant];
  }

  #heldFor(vdcId: string, draft: NetworkDraft, current: KnownNetwork | null): HeldIds {
    const { foreignVxlanIds, foreignVlanIdsByTag } = this.#vdc(vdcId).situation;
    const vlanIds = [
      ...this.#foreignVlanIds(vdcId, draft),
      ...(foreignVlanIdsByTag.get(draft.nicTagName ?? "") ?? []),
    ];
    const { vxlanId } = draft;
    // An id that is free was chosen before; where there was none, none is.
    if (vxlanId === "next-free") return { ...NOTHING_HELD, usedVxlanIds: [VXLAN_BOUNDS], vlanIds };
    if (draft.overlayRuleName === null || vxlanId === null) return { ...NOTHING_HELD, vlanIds };
    const uses = [...(this.#usesByVxlanId.get(vxlanId) ?? [])].filter((use) => !isSame(use, current));
    const others = uses.filter((use) => use.vdcId !== vdcId);
    const when = (is: boolean): IdRange[] => (is ? [one(vxlanId)] : []);
    return {
      ...NOTHING_HELD,
      exclusiveVxlanIds: when(
        others.some((use) => !use.isVxlanShared) || isIn(foreignVxlanIds.exclusive, vxlanId),
      ),
      sharedVxlanIds: when(others.some((use) => use.isVxlanShared) || isIn(foreignVxlanIds.shared, vxlanId)),
      restingVxlanIds: when(this.#restingVxlanIds.has(vxlanId)),
      usedVxlanIds: when(uses.length > 0),
      otherRuleVxlanIds: when(uses.some((use) => use.overlayRuleName !== draft.overlayRuleName)),
      vlanIds,
    };
  }

  /** Of the wanted VLAN alone when there is one: a segment belongs to one vDC, so one use tells for all. */
  #foreignVlanIds(vdcId: string, draft: NetworkDraft): IdRange[] {
    if (draft.vlanId !== "next-free") {
      const use = first(this.#usesBySegment.get(segmentKey(draft)) ?? [], () => true);
      return use && use.vdcId !== vdcId ? [one(draft.vlanId)] : [];
    }
    return [...this.#usesBeside(draft)].filter((use) => use.vdcId !== vdcId).map(({ vlanId }) => one(vlanId));
  }

  #isSubnetHeld(vdcId: string, { overlayRuleName, subnet }: NetworkDraft): boolean {
    const index = this.#byRule.get(overlayRuleName ?? "");
    const cidr = parseCidr(subnet);
    if (!index || !cidr) return false;
    return first(index.overlapping(cidr), (use) => use.vdcId !== vdcId) !== null;
  }

  /** Networks in the draft's VXLAN or on its NIC tag. */
  *#usesBeside({ overlayRuleName, nicTagName, vxlanId }: NetworkDraft): Generator<NetworkUse> {
    if (nicTagName !== null) yield* this.#usesByTagName.get(nicTagName) ?? [];
    else if (typeof vxlanId === "number") {
      for (const use of this.#usesByVxlanId.get(vxlanId) ?? [])
        if (use.overlayRuleName === overlayRuleName) yield use;
    }
  }

  #vdc(vdcId: string): VdcState {
    const vdc = this.#vdcs.get(vdcId);
    if (!vdc) throw new Error("a row was planned for a vDC that was not loaded");
    return vdc;
  }

  #addUse(use: NetworkUse): void {
    if (use.vxlanId !== null) setIn(this.#usesByVxlanId, use.vxlanId).add(use);
    if (use.nicTagName !== null) setIn(this.#usesByTagName, use.nicTagName).add(use);
    setIn(this.#usesBySegment, segmentKey(use)).add(use);
    const cidr = cidrOf(use);
    if (use.vdcId !== null) indexIn(this.#bySegment, segmentKey(use)).add(cidr, use);
    if (this.#addressScopeRuleNames.has(use.overlayRuleName ?? "")) {
      indexIn(this.#byRule, use.overlayRuleName ?? "").add(cidr, use);
    }
  }

  #remove({ bySubnet }: VdcState, network: PlannedNetwork): void {
    const cidr = cidrOf(network);
    bySubnet.remove(cidr, network);
    if (network.vxlanId !== null) this.#usesByVxlanId.get(network.vxlanId)?.delete(network);
    if (network.nicTagName !== null) this.#usesByTagName.get(network.nicTagName)?.delete(network);
    this.#usesBySegment.get(segmentKey(network))?.delete(network);
    this.#bySegment.get(segmentKey(network))?.remove(cidr, network);
    this.#byRule.get(network.overlayRuleName ?? "")?.remove(cidr, network);
  }
}

function makeVdcState(situation: VdcSituation): VdcState {
  return { situation, networkByName: new Map(), bySubnet: new CidrIndex(), freeIds: new Map() };
}

/** Uses of loaded vDCs are their networks; those of others never pass the filters that lead here. */
function plannedOf(use: NetworkUse): PlannedNetwork {
  if (!("id" in use)) throw new Error("a use of another vDC is no network of this one");
  return use as PlannedNetwork;
}

function isSame(use: NetworkUse, current: KnownNetwork | null): boolean {
  return current !== null && "id" in use && use.id === current.id;
}

function cidrOf({ subnet }: { subnet: string }): Ipv4Cidr {
  const cidr = parseCidr(subnet);
  if (!cidr) throw new Error("a stored subnet cannot be read");
  return cidr;
}

function segmentKey({ overlayRuleName, nicTagName, vxlanId, vlanId }: NetworkUse | NetworkDraft) {
  return `${overlayRuleName ?? ""}/${nicTagName ?? ""}/${vxlanId ?? 0}/${vlanId}`;
}

function first<T>(items: Iterable<T>, fits: (item: T) => boolean): T | null {
  for (const item of items) if (fits(item)) return item;
  return null;
}

function one(id: number): IdRange {
  return { first: id, last: id };
}

/** Of sorted ranges; they may be many. */
function isIn(ranges: readonly IdRange[], id: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (!range) return false;
    if (id < range.first) high = middle - 1;
    else if (id > range.last) low = middle + 1;
    else return true;
  }
  return false;
}

function freeIdsIn(ranges: readonly IdRange[]): FreeIds {
  const others = idsIn(ranges);
  return { next: others.next().value, others };
}

function* idsIn(ranges: readonly IdRange[]): Generator<number, null> {
  for (const { first: from, last } of ranges) for (let id = from; id <= last; id += 1) yield id;
  return null;
}

function setIn<K>(map: Map<K, Set<NetworkUse>>, key: K): Set<NetworkUse> {
  const found = map.get(key) ?? new Set();
  map.set(key, found);
  return found;
}

function indexIn(map: Map<string, CidrIndex<NetworkUse>>, key: string): CidrIndex<NetworkUse> {
  const found = map.get(key) ?? new CidrIndex<NetworkUse>();
  map.set(key, found);
  return found;
}
