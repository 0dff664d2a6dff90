import { claimText } from "../../arp-table/claims.ts";
import { isSameEntry } from "../../arp-table/differences.ts";
import { liveOverlaysOf, type VnicClaim } from "../../arp-table/vnic-claims.ts";
import { type ArpConflict, conflictOver, wantedEntriesFor } from "../../arp-table/wanted.ts";
import type { ArpEntry, ArpTable, NodeFacts } from "../../facts.ts";
import type { Node } from "../../node.ts";
import { areEntriesEqual, ContentBook } from "./content-book.ts";
import { compareMembers, type Member, pdcNameOf } from "./member.ts";

/** Of one peer: what a table lacks for it, and what points elsewhere. */
export type WrongEntries = { missing: ArpEntry[]; different: { held: ArpEntry; wanted: ArpEntry }[] };

/** What tables should hold for a node's vNICs, inside its PDC and in others. */
type Wanted = { pdcName: string; same: ArpEntry[]; other: ArpEntry[] };

/** Tables of one content that nodes of one PDC hold for a rule. */
type View = {
  key: string;
  ruleName: string;
  pdcName: string;
  /** Rules whose vNICs may be in the file. */
  ruleNames: readonly string[];
  entryByMac: ReadonlyMap<string, ArpEntry>;
  isReadable: boolean;
  wrongByPeer: Map<Member, WrongEntries>;
  staleMacs: Set<string>;
  holders: Set<Member>;
  /** Not yet compared with anything. */
  isNew: boolean;
};

type RuleBook = {
  overlayRuleName: string;
  claimsByMac: Map<string, VnicClaim[]>;
  conflictByMac: Map<string, ArpConflict>;
  vnicsByNodeId: Map<string, { claims: readonly VnicClaim[]; isComplete: boolean }>;
  wantedByMember: Map<Member, Wanted>;
  viewByKey: Map<string, View>;
};

export const arpTableKey = (ruleName: string, nodeId: string): string => JSON.stringify([ruleName, nodeId]);
export const arpMacKey = (ruleName: string, mac: string): string => JSON.stringify([ruleName, mac]);

/** Which vNICs there are and which tables are right about them; equal tables of a PDC are compared once. */
export class ArpBook {
  readonly #bookByRule = new Map<string, RuleBook>();
  readonly #memberById = new Map<string, Member>();
  readonly #claimsTextByMember = new Map<Member, Map<string, string>>();
  readonly #viewsByMember = new Map<Member, Map<string, View>>();
  /** Also of other rules: those that share a file with it. */
  readonly #viewsByNamedRule = new Map<string, Set<View>>();
  readonly #contents = new ContentBook();
  readonly #dueMacs = new Map<RuleBook, Set<string>>();
  readonly #dueMembers = new Map<RuleBook, Set<Member>>();
  readonly #newViews = new Set<View>();
  readonly #joined = new Map<View, Set<Member>>();
  readonly #changedTables = new Set<string>();
  readonly #changedMacs = new Set<string>();
  #isGateClosed = false;

  /** While some node has not told its vNICs, no entry is known to be stale. */
  setGate(isClosed: boolean): void {
    if (isClosed === this.#isGateClosed) return;
    this.#isGateClosed = isClosed;
    for (const { overlayRuleName, viewByKey } of this.#bookByRule.values()) {
      for (const { staleMacs } of viewByKey.values()) {
        for (const mac of staleMacs) this.#changedMacs.add(arpMacKey(overlayRuleName, mac));
      }
    }
  }

  takeChanged(): { tables: string[]; macs: string[] } {
    const taken = { tables: [...this.#changedTables], macs: [...this.#changedMacs] };
    this.#changedTables.clear();
    this.#changedMacs.clear();
    return taken;
  }

  update(member: Member): void {
    this.#memberById.set(member.id, member);
    const claims = claimsByRule(member.node);
    const earlier = this.#claimsTextByMember.get(member);
    const texts = new Map<string, string>();
    for (const [name, own] of claims) {
      const text = textOfClaims(own);
      texts.set(name, text);
      const book = this.#book(name);
      if (earlier?.get(name) !== text) this.#setClaims(book, member, own);
      addTo(this.#dueMembers, book, member);
    }
    for (const name of earlier?.keys() ?? [])
      if (!texts.has(name)) this.#setClaims(this.#book(name), member, []);
    if (texts.size > 0) this.#claimsTextByMember.set(member, texts);
    else this.#claimsTextByMember.delete(member);
    this.#setViews(member);
  }

  /** Compares what changed with what it concerns, a little at each step. */
  *settle(): Generator<void> {
    for (const [book, macs] of this.#dueMacs) for (const mac of macs) this.#settleDispute(book, mac);
    yield;
    for (const [book, members] of this.#dueMembers) {
      for (const member of members) {
        this.#want(book, member, wantedOf(book, member));
        yield;
      }
    }
    this.#dueMembers.clear();
    for (const [book, macs] of this.#dueMacs) {
      for (const mac of macs) this.#settleStale(book.overlayRuleName, mac);
      yield;
    }
    this.#dueMacs.clear();
    for (const view of this.#newViews) {
      this.#begin(view);
      yield;
    }
    this.#newViews.clear();
    for (const [view, members] of this.#joined) for (const member of members) this.#touch(view, member);
    this.#joined.clear();
  }

  remove(member: Member): void {
    for (const name of this.#claimsTextByMember.get(member)?.keys() ?? []) {
      const book = this.#book(name);
      this.#setClaims(book, member, []);
      // Whoever comes under the same id is another member.
      this.#dueMembers.get(book)?.delete(member);
      this.#want(book, member, null);
    }
    this.#claimsTextByMember.delete(member);
    for (const [name, view] of this.#viewsByMember.get(member) ?? []) this.#leave(name, view, member);
    this.#viewsByMember.delete(member);
    this.#memberById.delete(member.id);
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
    const views = [...(this.#bookByRule.get(ruleName)?.viewByKey.values() ?? [])];
    return views
      .flatMap(({ staleMacs, entryByMac, holders }) => {
        const entry = staleMacs.has(mac) ? entryByMac.get(mac) : undefined;
        return entry ? Array.from(holders, (member) => ({ member, entry })) : [];
      })
      .toSorted((a, b) => compareMembers(a.member, b.member));
  }

  #book(overlayRuleName: string): RuleBook {
    const known = this.#bookByRule.get(overlayRuleName);
    if (known) return known;
    const book: RuleBook = {
      overlayRuleName,
      claimsByMac: new Map(),
      conflictByMac: new Map(),
      vnicsByNodeId: new Map(),
      wantedByMember: new Map(),
      viewByKey: new Map(),
    };
    this.#bookByRule.set(overlayRuleName, book);
    return book;
  }

  #setClaims(book: RuleBook, member: Member, claims: readonly VnicClaim[]): void {
    for (const { macAddress } of book.vnicsByNodeId.get(member.id)?.claims ?? []) {
      addTo(this.#dueMacs, book, macAddress);
      const rest = (book.claimsByMac.get(macAddress) ?? []).filter(({ nodeId }) => nodeId !== member.id);
      if (rest.length > 0) book.claimsByMac.set(macAddress, rest);
      else book.claimsByMac.delete(macAddress);
    }
    for (const claim of claims) {
      addTo(this.#dueMacs, book, claim.macAddress);
      const known = book.claimsByMac.get(claim.macAddress);
      if (known) known.push(claim);
      else book.claimsByMac.set(claim.macAddress, [claim]);
    }
    if (claims.length > 0) book.vnicsByNodeId.set(member.id, { claims, isComplete: true });
    else book.vnicsByNodeId.delete(member.id);
    addTo(this.#dueMembers, book, member);
  }

  /** Of a MAC that is claimed twice an entry is wanted for its holder alone, so all claimants are looked at again. */
  #settleDispute(book: RuleBook, mac: string): void {
    const claims = book.claimsByMac.get(mac) ?? [];
    const earlier = book.conflictByMac.get(mac);
    const conflict = conflictOver(claims);
    if (!earlier && !conflict) return;
    if (conflict) book.conflictByMac.set(mac, conflict);
    else book.conflictByMac.delete(mac);
    for (const { nodeId } of claims) {
      const claimant = this.#memberById.get(nodeId);
      if (claimant) addTo(this.#dueMembers, book, claimant);
    }
  }

  #settleStale(ruleName: string, mac: string): void {
    for (const view of this.#viewsByNamedRule.get(ruleName) ?? []) {
      if (!view.isNew && view.entryByMac.has(mac)) this.#judgeStale(view, mac);
    }
  }

  #judgeStale(view: View, mac: string): void {
    const isStale = !this.#isClaimed(view, mac);
    if (isStale === view.staleMacs.has(mac)) return;
    if (isStale) view.staleMacs.add(mac);
    else view.staleMacs.delete(mac);
    this.#changedMacs.add(arpMacKey(view.ruleName, mac));
  }

  #isClaimed({ ruleNames }: View, mac: string): boolean {
    for (const name of ruleNames) if (this.#bookByRule.get(name)?.claimsByMac.has(mac)) return true;
    return false;
  }

  #want(book: RuleBook, member: Member, wanted: Wanted | null): void {
    const earlier = book.wantedByMember.get(member);
    if (isWantedAlike(earlier ?? null, wanted)) return;
    if (wanted) book.wantedByMember.set(member, wanted);
    else book.wantedByMember.delete(member);
    for (const view of book.viewByKey.values()) if (!view.isNew) this.#compare(view, member, wanted);
  }

  #compare(view: View, peer: Member, wanted: Wanted | null): void {
    const wrong = wanted && wrongEntries(view, wanted);
    if (!wrong && !view.wrongByPeer.has(peer)) return;
    if (wrong) view.wrongByPeer.set(peer, wrong);
    else view.wrongByPeer.delete(peer);
    for (const holder of view.holders) this.#changedTables.add(arpTableKey(view.ruleName, holder.id));
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
      if (before) this.#leave(name, before, member);
      view.holders.add(member);
      addTo(this.#joined, view, member);
    }
    for (const [name, view] of earlier ?? []) if (!views.has(name)) this.#leave(name, view, member);
    if (views.size > 0) this.#viewsByMember.set(member, views);
    else this.#viewsByMember.delete(member);
  }

  #view(ruleName: string, key: string, pdcName: string, table: ArpTable): View {
    const book = this.#book(ruleName);
    const known = book.viewByKey.get(key);
    if (known) return known;
    const view: View = {
      key,
      ruleName,
      pdcName,
      ruleNames: [...new Set([ruleName, ...table.overlayRuleNames])],
      entryByMac: this.#contents.byMac(table.entries),
      isReadable: isReadable(table),
      wrongByPeer: new Map(),
      staleMacs: new Set(),
      holders: new Set(),
      isNew: true,
    };
    this.#newViews.add(view);
    book.viewByKey.set(key, view);
    for (const name of view.ruleNames) {
      const views = this.#viewsByNamedRule.get(name);
      if (views) views.add(view);
      else this.#viewsByNamedRule.set(name, new Set([view]));
    }
    return view;
  }

  #begin(view: View): void {
    view.isNew = false;
    if (view.holders.size === 0) return;
    for (const mac of view.entryByMac.keys()) this.#judgeStale(view, mac);
    for (const [peer, wanted] of this.#book(view.ruleName).wantedByMember) this.#compare(view, peer, wanted);
  }

  /** The member comes to the view, or leaves it. */
  #touch(view: View, member: Member): void {
    if (view.wrongByPeer.size > 0) this.#changedTables.add(arpTableKey(view.ruleName, member.id));
    for (const mac of view.staleMacs) this.#changedMacs.add(arpMacKey(view.ruleName, mac));
  }

  #leave(ruleName: string, view: View, member: Member): void {
    view.holders.delete(member);
    this.#joined.get(view)?.delete(member);
    this.#touch(view, member);
    if (view.holders.size > 0) return;
    this.#bookByRule.get(ruleName)?.viewByKey.delete(view.key);
    for (const name of view.ruleNames) this.#viewsByNamedRule.get(name)?.delete(view);
  }
}

function addTo<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}

/** Its vNICs on overlays of the rules it has; a node whose rules were never read may have any. */
function claimsByRule(node: Node): Map<string, VnicClaim[]> {
  const { facts } = node;
  const held = facts?.overlayRules && new Set(facts.overlayRules.value.map(({ name }) => name));
  const byRule = new Map<string, VnicClaim[]>();
  const claim = (name: string | null, made: Omit<VnicClaim, "nodeId" | "macClaim">) => {
    if (name === null || (held && !held.has(name))) return;
    const claims = byRule.get(name);
    const own = { nodeId: node.id, macClaim: node.macClaims?.get(made.macAddress) ?? null, ...made };
    if (claims) claims.push(own);
    else byRule.set(name, [own]);
  };
  const overlaysByRule = new Map<string, ReturnType<typeof liveOverlaysOf>>();
  for (const { overlayRuleName, vxlanId, macAddress, addresses, vlanId } of facts?.vmVnics?.value ?? []) {
    if (overlayRuleName === null) continue;
    const overlays = overlaysByRule.get(overlayRuleName) ?? liveOverlaysOf(node, overlayRuleName);
    overlaysByRule.set(overlayRuleName, overlays);
    const overlay = overlays.find((each) => each.vxlanId === vxlanId) ?? null;
    claim(overlayRuleName, { macAddress, arpAddress: addresses[0]?.ipv4Address ?? null, overlay, vlanId });
  }
  const overlayByName = new Map(facts?.overlays?.value.map((overlay) => [overlay.name, overlay]));
  for (const { over, macAddress, ipv4Address, vlanId } of facts?.hostVnics?.value ?? []) {
    const overlay = overlayByName.get(over);
    if (overlay) claim(overlay.overlayRuleName, { macAddress, arpAddress: ipv4Address, overlay, vlanId });
  }
  return byRule;
}

function textOfClaims(claims: readonly VnicClaim[]): string {
  return claims
    .map(
      ({ macAddress, arpAddress, overlay, macClaim }) =>
        `${macAddress} ${arpAddress} ${overlay?.listenAddress} ${overlay?.listenPort} ${claimText(macClaim)}`,
    )
    .join("\n");
}

/** null: nothing is wanted for it. */
function wantedOf(book: RuleBook, member: Member): Wanted | null {
  const pdcName = pdcNameOf(member) ?? "";
  if (!book.vnicsByNodeId.has(member.id) || pdcName === "") return null;
  const same = wantedEntriesFor(member.node, member.node, book).entries;
  const other = wantedEntriesFor(elsewhere(member.node), member.node, book).entries;
  if (same.length + other.length === 0) return null;
  return { pdcName, same, other };
}

/** A node that differs from this one in its PDC alone. */
function elsewhere(node: Node): Node {
  const identity = node.facts?.identity;
  if (!node.facts || !identity) return node;
  const value = { ...identity.value, pdcName: `not ${identity.value.pdcName}` };
  return { ...node, facts: { ...node.facts, identity: { ...identity, value } } };
}

function isWantedAlike(a: Wanted | null, b: Wanted | null): boolean {
  if (!a || !b) return a === b;
  return a.pdcName === b.pdcName && areEntriesEqual(a.same, b.same) && areEntriesEqual(a.other, b.other);
}

/** null: the table is right about the peer. Without a PDC name nothing is wanted of a table. */
function wrongEntries({ pdcName, entryByMac }: View, wanted: Wanted): WrongEntries | null {
  if (pdcName === "") return null;
  let wrong: WrongEntries | null = null;
  for (const entry of wanted.pdcName === pdcName ? wanted.same : wanted.other) {
    const held = entryByMac.get(entry.macAddress);
    if (held && isSameEntry(entry, held)) continue;
    wrong ??= { missing: [], different: [] };
    if (held) wrong.different.push({ held, wanted: entry });
    else wrong.missing.push(entry);
  }
  return wrong;
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
