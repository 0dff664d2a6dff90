import { isSameEntry } from "../../arp-table/differences.ts";
import { type WantedEntry, wantedOfPeer } from "../../arp-table/wanted.ts";
import type { ArpEntry, ArpTable, NodeFacts } from "../../facts.ts";
import type { Node } from "../../node.ts";
import { isOnlyReadAgain } from "../../same-facts.ts";
import { claimsByRule, RuleClaims } from "./arp-claims.ts";
import { ContentBook } from "./content-book.ts";
import { compareMembers, type Member, pdcNameOf } from "./member.ts";

/** Of one peer: what a table lacks for it, and what points elsewhere. */
export type WrongEntries = { missing: ArpEntry[]; different: { held: ArpEntry; wanted: ArpEntry }[] };

/** Tables that list the same MACs for the same rules: what is stale in one of them is in all. */
type Roll = {
  key: string;
  ruleName: string;
  /** Rules whose vNICs may be in the file. */
  ruleNames: readonly string[];
  positionByMac: ReadonlyMap<string, number>;
  staleMacs: Set<string>;
  /** Claimed since they were looked at, or no more. */
  dueMacs: Set<string>;
  views: Set<View>;
  /** Not yet compared with any claims. */
  isNew: boolean;
};

/** Tables of one content that nodes of one PDC hold for a rule. */
type View = {
  key: string;
  roll: Roll;
  pdcName: string;
  entries: readonly ArpEntry[];
  isReadable: boolean;
  wrongByPeer: Map<Member, WrongEntries>;
  holders: Set<Member>;
  /** Not yet compared with what is wanted. */
  isNew: boolean;
};

type RuleBook = {
  claims: RuleClaims;
  rollByKey: Map<string, Roll>;
  viewByKey: Map<string, View>;
  wantedByMember: Map<Member, Wanted>;
  /** For whose vNICs other entries may be wanted. */
  dueMembers: Set<Member>;
};

export const arpTableKey = (ruleName: string, nodeId: string): string => JSON.stringify([ruleName, nodeId]);
export const arpMacKey = (ruleName: string, mac: string): string => JSON.stringify([ruleName, mac]);

/** Which vNICs there are and which tables are right about them; equal tables of a PDC are compared once. */
export class ArpBook {
  readonly #bookByRule = new Map<string, RuleBook>();
  readonly #memberById = new Map<string, Member>();
  /** Those it claims vNICs in. */
  readonly #booksByMember = new Map<Member, readonly RuleBook[]>();
  readonly #viewsByMember = new Map<Member, Map<string, View>>();
  /** Also of other rules: those that share a file with it. */
  readonly #rollsByNamedRule = new Map<string, Set<Roll>>();
  readonly #contents = new ContentBook();
  readonly #dueBooks = new Set<RuleBook>();
  readonly #dueRolls = new Set<Roll>();
  readonly #newViews = new Set<View>();
  readonly #joined = new Map<View, Set<Member>>();
  readonly #changedTables = new Set<string>();
  readonly #changedMacs = new Set<string>();
  #isGateClosed = false;

  /** While some node has not told its vNICs, no entry is known to be stale. */
  setGate(isClosed: boolean): void {
    if (isClosed === this.#isGateClosed) return;
    this.#isGateClosed = isClosed;
    for (const { rollByKey } of this.#bookByRule.values()) {
      for (const roll of rollByKey.values()) this.#staleChanged(roll);
    }
  }

  takeChanged(): { tables: Iterable<string>; macs: Iterable<string> } {
    const taken = { tables: new Set(this.#changedTables), macs: new Set(this.#changedMacs) };
    this.#changedTables.clear();
    this.#changedMacs.clear();
    return taken;
  }

  /** `earlier`: what the member was at the last update. */
  update(member: Member, earlier?: Node): void {
    if (earlier && this.#memberById.has(member.id) && isOnlyReadAgain(earlier, member.node)) return;
    this.#memberById.set(member.id, member);
    const claims = claimsByRule(member.node);
    for (const book of this.#booksByMember.get(member) ?? []) {
      if (!claims.has(book.claims.overlayRuleName)) this.#setClaims(book, member, []);
    }
    const books: RuleBook[] = [];
    for (const [name, own] of claims) {
      const book = this.#book(name);
      books.push(book);
      if (!book.claims.isSame(member.id, own)) this.#setClaims(book, member, own);
      this.#due(book, member);
    }
    if (books.length > 0) this.#booksByMember.set(member, books);
    else this.#booksByMember.delete(member);
    this.#setViews(member);
  }

  remove(member: Member): void {
    for (const book of this.#booksByMember.get(member) ?? []) {
      this.#setClaims(book, member, []);
      // Whoever comes under the same id is another member.
      book.dueMembers.delete(member);
      book.wantedByMember.delete(member);
      for (const view of book.viewByKey.values()) this.#setWrong(view, member, null);
    }
    this.#booksByMember.delete(member);
    for (const view of this.#viewsByMember.get(member)?.values() ?? []) this.#leave(view, member);
    this.#viewsByMember.delete(member);
    this.#memberById.delete(member.id);
  }

  /** Compares what changed with what it concerns, a little at each step. */
  *settle(): Generator<void> {
    for (const book of this.#dueBooks) {
      for (const id of book.claims.settle()) {
        const claimant = this.#memberById.get(id);
        if (claimant) book.dueMembers.add(claimant);
      }
      yield;
    }
    yield* this.#beginNew();
    yield* this.#compareDue();
    for (const roll of this.#dueRolls) {
      for (const mac of roll.dueMacs) this.#judgeStale(roll, mac);
      roll.dueMacs.clear();
      yield;
    }
    this.#dueRolls.clear();
    for (const [view, members] of this.#joined) {
      for (const member of members) this.#touch(view, member);
      yield;
    }
    this.#joined.clear();
  }

  /** What is wrong in the node's table of the rule, and the nodes whose vNICs that is about; null: nothing. */
  wrongIn(ruleName: string, member: Member): (WrongEntries & { peerIds: string[] }) | null {
    const view = this.#viewsByMember.get(member)?.get(ruleName);
    if (!view?.isReadable) return null;
    const peers = [...view.wrongByPeer]
      .filter(([peer]) => peer !== member)
      .toSorted(([a], [b]) => compareMembers(a, b));
    if (peers.length === 0) return null;
    return {
      peerIds: peers.map(([peer]) => peer.id),
      missing: peers.flatMap(([, { missing }]) => missing),
      different: peers.flatMap(([, { different }]) => different),
    };
  }

  /** Nodes whose tables of the rule hold the MAC although no vNIC has it, by hostname. */
  staleHolders(ruleName: string, mac: string): { member: Member; entry: ArpEntry }[] {
    if (this.#isGateClosed) return [];
    const rolls = [...(this.#bookByRule.get(ruleName)?.rollByKey.values() ?? [])];
    return rolls
      .filter(({ staleMacs }) => staleMacs.has(mac))
      .flatMap(({ views, positionByMac }) =>
        [...views].flatMap(({ entries, holders }) => {
          const entry = entries[positionByMac.get(mac) ?? -1];
          return entry ? Array.from(holders, (member) => ({ member, entry })) : [];
        }),
      )
      .toSorted((a, b) => compareMembers(a.member, b.member));
  }

  #book(overlayRuleName: string): RuleBook {
    const known = this.#bookByRule.get(overlayRuleName);
    if (known) return known;
    const book: RuleBook = {
      claims: new RuleClaims(overlayRuleName),
      rollByKey: new Map(),
      viewByKey: new Map(),
      wantedByMember: new Map(),
      dueMembers: new Set(),
    };
    this.#bookByRule.set(overlayRuleName, book);
    return book;
  }

  #due(book: RuleBook, member: Member): void {
    book.dueMembers.add(member);
    this.#dueBooks.add(book);
  }

  #setClaims(book: RuleBook, member: Member, claims: Parameters<RuleClaims["set"]>[1]): void {
    const macs = book.claims.set(member.id, claims);
    for (const roll of this.#rollsByNamedRule.get(book.claims.overlayRuleName) ?? []) {
      if (roll.isNew) continue;
      for (const mac of macs) if (roll.positionByMac.has(mac)) roll.dueMacs.add(mac);
      if (roll.dueMacs.size > 0) this.#dueRolls.add(roll);
    }
    this.#due(book, member);
  }

  #judgeStale(roll: Roll, mac: string): void {
    const isStale = !this.#isClaimed(roll, mac);
    if (isStale === roll.staleMacs.has(mac)) return;
    if (isStale) roll.staleMacs.add(mac);
    else roll.staleMacs.delete(mac);
    this.#changedMacs.add(arpMacKey(roll.ruleName, mac));
  }

  #isClaimed({ ruleNames }: Roll, mac: string): boolean {
    for (const name of ruleNames) if (this.#bookByRule.get(name)?.claims.isClaimed(mac)) return true;
    return false;
  }

  *#beginNew(): Generator<void> {
    for (const view of this.#newViews) {
      const { roll } = view;
      if (roll.isNew) {
        roll.isNew = false;
        for (const mac of roll.positionByMac.keys()) this.#judgeStale(roll, mac);
        yield;
      }
      view.isNew = false;
      const { wantedByMember, dueMembers } = this.#book(roll.ruleName);
      for (const [peer, wanted] of view.holders.size > 0 ? wantedByMember : []) {
        // Those that are due are compared with all views.
        if (!dueMembers.has(peer)) this.#compare(view, peer, wanted);
      }
      yield;
    }
    this.#newViews.clear();
  }

  *#compareDue(): Generator<void> {
    for (const book of this.#dueBooks) {
      for (const member of book.dueMembers) {
        const wanted = wantedOf(book, member);
        if (wanted) book.wantedByMember.set(member, wanted);
        else book.wantedByMember.delete(member);
        for (const view of book.viewByKey.values()) this.#compare(view, member, wanted);
        yield;
      }
      book.dueMembers.clear();
    }
    this.#dueBooks.clear();
  }

  #compare(view: View, peer: Member, wanted: Wanted | null): void {
    this.#setWrong(view, peer, wanted && wrongEntries(view, wanted));
  }

  #setWrong(view: View, peer: Member, wrong: WrongEntries | null): void {
    const earlier = view.wrongByPeer.get(peer) ?? null;
    if (areWrongAlike(earlier, wrong)) return;
    if (wrong) view.wrongByPeer.set(peer, wrong);
    else view.wrongByPeer.delete(peer);
    for (const holder of view.holders) this.#changedTables.add(arpTableKey(view.roll.ruleName, holder.id));
  }

  #setViews(member: Member): void {
    const earlier = this.#viewsByMember.get(member);
    const tables = tablesByRule(member.node.facts);
    const pdcName = pdcNameOf(member) ?? "";
    const views = new Map<string, View>();
    for (const [name, table] of tables) {
      const key = JSON.stringify([
        pdcName,
        this.#contents.idOf(table.entries),
        isReadable(table),
        table.overlayRuleNames,
      ]);
      const before = earlier?.get(name);
      const view = before?.key === key ? before : this.#view(name, key, pdcName, table);
      views.set(name, view);
      if (view === before) continue;
      if (before) this.#leave(before, member);
      view.holders.add(member);
      addTo(this.#joined, view, member);
    }
    for (const [name, view] of earlier ?? []) if (!views.has(name)) this.#leave(view, member);
    if (views.size > 0) this.#viewsByMember.set(member, views);
    else this.#viewsByMember.delete(member);
  }

  #view(ruleName: string, key: string, pdcName: string, table: ArpTable): View {
    const book = this.#book(ruleName);
    const known = book.viewByKey.get(key);
    if (known) return known;
    const roll = this.#roll(ruleName, table);
    const view: View = {
      key,
      roll,
      pdcName,
      entries: table.entries,
      isReadable: isReadable(table),
      wrongByPeer: new Map(),
      holders: new Set(),
      isNew: true,
    };
    this.#newViews.add(view);
    roll.views.add(view);
    book.viewByKey.set(key, view);
    return view;
  }

  #roll(ruleName: string, { entries, overlayRuleNames }: ArpTable): Roll {
    const { id, positionByMac } = this.#contents.macsOf(entries);
    const ruleNames = [...new Set([ruleName, ...overlayRuleNames])];
    const key = JSON.stringify([id, ruleNames]);
    const { rollByKey } = this.#book(ruleName);
    const known = rollByKey.get(key);
    if (known) return known;
    const fresh = { staleMacs: new Set<string>(), dueMacs: new Set<string>(), views: new Set<View>() };
    const roll: Roll = { key, ruleName, ruleNames, positionByMac, ...fresh, isNew: true };
    rollByKey.set(key, roll);
    for (const name of ruleNames) addTo(this.#rollsByNamedRule, name, roll);
    return roll;
  }

  /** The member comes to the view, or leaves it. */
  #touch({ roll, wrongByPeer }: View, member: Member): void {
    if (wrongByPeer.size > 0) this.#changedTables.add(arpTableKey(roll.ruleName, member.id));
    this.#staleChanged(roll);
  }

  #staleChanged({ ruleName, staleMacs }: Roll): void {
    for (const mac of staleMacs) this.#changedMacs.add(arpMacKey(ruleName, mac));
  }

  #leave(view: View, member: Member): void {
    const { roll } = view;
    view.holders.delete(member);
    this.#joined.get(view)?.delete(member);
    this.#touch(view, member);
    if (view.holders.size > 0) return;
    const { viewByKey, rollByKey } = this.#book(roll.ruleName);
    viewByKey.delete(view.key);
    this.#newViews.delete(view);
    roll.views.delete(view);
    if (roll.views.size > 0) return;
    rollByKey.delete(roll.key);
    this.#dueRolls.delete(roll);
    for (const name of roll.ruleNames) this.#rollsByNamedRule.get(name)?.delete(roll);
  }
}

function addTo<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}

type Wanted = { pdcName: string; entries: readonly WantedEntry[] };

/** null: nothing is wanted for it. */
function wantedOf({ claims }: RuleBook, member: Member): Wanted | null {
  const pdcName = pdcNameOf(member) ?? "";
  if (!claims.vnicsByNodeId.has(member.id) || pdcName === "") return null;
  return { pdcName, entries: wantedOfPeer(member.node, claims) };
}

/** null: the table is right about the peer. Without a PDC name nothing is wanted of a table. */
function wrongEntries({ pdcName, entries, roll }: View, wanted: Wanted): WrongEntries | null {
  if (pdcName === "") return null;
  const isSamePdc = wanted.pdcName === pdcName;
  let wrong: WrongEntries | null = null;
  for (const { macAddress, arpAddress, port, sameAddress, otherAddress } of wanted.entries) {
    const peerAddress = isSamePdc ? sameAddress : otherAddress;
    if (peerAddress === null) continue;
    const held = entries[roll.positionByMac.get(macAddress) ?? -1];
    if (held?.peerAddress === peerAddress && held.port === port && held.arpAddress === arpAddress) continue;
    wrong ??= { missing: [], different: [] };
    const entry = { macAddress, arpAddress, peerAddress, port };
    if (held) wrong.different.push({ held, wanted: entry });
    else wrong.missing.push(entry);
  }
  return wrong;
}

function areWrongAlike(a: WrongEntries | null, b: WrongEntries | null): boolean {
  if (!a || !b) return a === b;
  const isAlike = (one: ArpEntry, other: ArpEntry | undefined) =>
    other !== undefined && one.macAddress === other.macAddress && isSameEntry(one, other);
  return (
    a.missing.length === b.missing.length &&
    a.different.length === b.different.length &&
    a.missing.every((entry, position) => isAlike(entry, b.missing[position])) &&
    // Of one view: what is held is the same for the same MAC.
    a.different.every(({ wanted }, position) => isAlike(wanted, b.different[position]?.wanted))
  );
}

/** The file that each of the node's rules names, where it was read. */
function tablesByRule(facts: NodeFacts | null): Map<string, ArpTable> {
  const tableByPath = new Map(facts?.arpTables?.value.toReversed().map((table) => [table.path, table]));
  const byRule = new Map<string, ArpTable>();
  for (const { name, arpFilePath } of facts?.overlayRules?.value ?? []) {
    const table = arpFilePath === null ? undefined : tableByPath.get(arpFilePath);
    if (table && !byRule.has(name)) byRule.set(name, table);
  }
  return byRule;
}

/** A whole table that cannot be read is told as that, not as many missing entries. */
function isReadable({ problems, entries }: ArpTable): boolean {
  return problems.length === 0 || entries.length > 0;
}
