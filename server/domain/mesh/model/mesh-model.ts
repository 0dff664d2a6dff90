import { parseCidr } from "../../ipv4.ts";
import { adminAddress, externalAddress, type Node } from "../../node.ts";
import { type PdcKey, pdcOf, pdcPairId } from "../../pdc.ts";
import { isOnlyReadAgain } from "../../same-facts.ts";
import { oldestPart } from "../freshness-check.ts";
import { type Link, linkBetween } from "../link.ts";
import type { LinkContext, PathMtu } from "../link-context.ts";
import { PathMtuBook } from "../measured-paths.ts";
import { type MeshNode, meshNodeOf, nodeHealth } from "../mesh-node.ts";
import { ArpKnowledge } from "./arp-knowledge.ts";
import { AddressBook } from "./address-book.ts";
import { type Cell, countCell, type PdcMembers } from "./cell.ts";
import { InstantQueue } from "./instant-queue.ts";
import type { Member, PairRecord } from "./member.ts";
import { classTextOf } from "./node-class.ts";
import { pairKeyOf, relationOf } from "./pair-key.ts";
import { type PairVerdict, VerdictBook } from "./pair-verdict.ts";
import { remoteCidrsOf, saidByAddressOf } from "./said.ts";

export type MeshModelSettings = {
  now: Date;
  staleAfterSeconds: number;
  pathMtus?: readonly PathMtu[];
  /** CIDRs that count as public. */
  publicAddressExceptions?: readonly string[];
};

type Ages = Pick<Member, "state" | "probedAt" | "observedAtByKind">;

/**
 * The mesh without its pairs: nodes by class and PDC, and the few pairs that some evidence speaks of. Every verdict is
 * `linkBetween`'s, asked once for all pairs that are alike. One node's change touches its own records and the sums of its PDC.
 */
export class MeshModel {
  readonly #settings: Omit<MeshModelSettings, "now">;
  readonly #memberById = new Map<string, Member>();
  readonly #pdcById = new Map<string, PdcMembers>();
  readonly #cellById = new Map<string, Cell>();
  readonly #paths = new PathMtuBook();
  readonly #arp = new ArpKnowledge();
  readonly #addresses = new AddressBook();
  readonly #verdicts = new VerdictBook();
  readonly #badRecords = new Set<PairRecord>();
  readonly #due = new InstantQueue<{ member: Member; node: Node }>();
  #classIdByText = new Map<string, number>();
  #verdictByKey = new Map<string, PairVerdict | null>();
  #context: LinkContext;
  #version = 0;

  private constructor({ now, ...settings }: MeshModelSettings) {
    this.#settings = settings;
    this.#paths.declare(settings.pathMtus ?? []);
    this.#context = {
      now,
      staleAfterSeconds: settings.staleAfterSeconds,
      publicAddressExceptions: (settings.publicAddressExceptions ?? []).flatMap(
        (text) => parseCidr(text) ?? [],
      ),
      pathMtuByPdcPairId: this.#paths.byPairId,
      arpIndexByRule: this.#arp.indexByRule,
    };
  }

  static of(nodes: readonly Node[], settings: MeshModelSettings): MeshModel {
    const model = new MeshModel(settings);
    model.update(nodes);
    return model;
  }

  get now(): Date {
    return this.#context.now;
  }

  /** Grows with everything that may change an answer. */
  get version(): number {
    return this.#version;
  }

  get context(): LinkContext {
    return this.#context;
  }

  get memberById(): ReadonlyMap<string, Member> {
    return this.#memberById;
  }

  get pdcById(): ReadonlyMap<string, PdcMembers> {
    return this.#pdcById;
  }

  /** Recorded pairs that are down or degraded. */
  get badRecords(): ReadonlySet<PairRecord> {
    return this.#badRecords;
  }

  /** Declared and measured. */
  get pathMtus(): readonly PathMtu[] {
    return [...this.#paths.byPairId.values()];
  }

  /** Takes in what nodes are now, and forgets others. */
  update(nodes: readonly Node[], removedIds: readonly string[] = []): void {
    const touched = new Set<Member>();
    const remeasured: string[] = [];
    for (const id of removedIds) {
      this.#remove(id, touched);
      remeasured.push(...this.#paths.update(id, null));
    }
    for (const given of nodes) {
      // Nothing that an unconfirmed node says counts.
      const node = given.isConfirmed ? given : { ...given, facts: null };
      remeasured.push(...this.#paths.update(node.id, node));
      const known = this.#memberById.get(node.id);
      if (known && !touched.has(known) && this.#takeAges(known, node)) continue;
      const member = known ?? newMember(node);
      this.#memberById.set(node.id, member);
      member.node = node;
      touched.add(member);
      this.#touch(this.#arp.setClaims(node), touched);
    }
    this.#settle(touched);
    for (const pairId of new Set(remeasured)) this.#judgeCell(pairId);
  }

  /** Lets time pass: what has become stale since is judged anew, nothing else is looked at. Never goes back. */
  advance(now: Date): void {
    if (now <= this.#context.now) return;
    this.#context = { ...this.#context, now };
    // What left meanwhile, or has been read again, is no longer waited for.
    const members = this.#due
      .takeDue(now.getTime())
      .filter(({ member, node }) => member.node === node && this.#memberById.get(member.id) === member)
      .map(({ member }) => member);
    if (members.length > 0) this.#settle(new Set(members));
  }

  setPathMtus(pathMtus: readonly PathMtu[]): void {
    for (const pairId of this.#paths.declare(pathMtus)) this.#judgeCell(pairId);
    this.#version += 1;
  }

  nodes(): Node[] {
    return [...this.#memberById.values()].map(({ node }) => node);
  }

  node(id: string): Node | null {
    return this.#memberById.get(id)?.node ?? null;
  }

  meshNode(member: Member): MeshNode {
    return meshNodeOf(member.node, { ...this.#settings, now: this.now });
  }

  /** With all evidence; null: there is no such link. */
  link(a: Member, b: Member): Link | null {
    return a !== b && a.isLinked && b.isLinked ? linkBetween(a.node, b.node, this.#context) : null;
  }

  verdict(a: Member, b: Member): PairVerdict | null {
    if (a === b || !a.isLinked || !b.isLinked) return null;
    const recorded = a.records.get(b);
    return recorded ? recorded.verdict : this.#verdictOf(a, b);
  }

  /** Of two PDCs, or of one with itself; the order does not matter. null: one of them is not there. */
  cell(pdcIdA: string, pdcIdB: string): Cell | null {
    const [a, b] = [this.#pdcById.get(pdcIdA), this.#pdcById.get(pdcIdB)];
    return a && b ? this.cellOf(a, b) : null;
  }

  cellOf(a: PdcMembers, b: PdcMembers): Cell {
    const known = a.cellByPdc.get(b);
    if (known) return known;
    const id = pdcPairId(a.key.id, b.key.id);
    const pdcs = a.key.id < b.key.id ? ([a, b] as const) : ([b, a] as const);
    const cell: Cell = { id, pdcs, records: new Set(), badRecords: new Set(), counted: null };
    this.#cellById.set(id, cell);
    a.cellByPdc.set(b, cell);
    b.cellByPdc.set(a, cell);
    return cell;
  }

  counted(cell: Cell): NonNullable<Cell["counted"]> {
    return countCell(cell, (a, b) => this.#verdictOf(a, b));
  }

  #judgeCell(pairId: string): void {
    const cell = this.#cellById.get(pairId);
    if (!cell) return;
    cell.counted = null;
    for (const record of cell.records) this.#judge(record);
  }

  #touch(ids: Iterable<string>, touched: Set<Member>): void {
    for (const id of ids) {
      const member = this.#memberById.get(id);
      if (member) touched.add(member);
    }
  }

  #remove(id: string, touched: Set<Member>): void {
    const member = this.#memberById.get(id);
    if (!member) return;
    this.#memberById.delete(id);
    this.#touch(this.#arp.removeClaims(id), touched);
    touched.delete(member);
    this.#detach(member);
    this.#arp.removeViews(member);
    this.#arp.removeWanted(member);
    this.#leavePdc(member);
    this.#version += 1;
  }

  /** First all that pairs are judged by, for all of them; then the pairs. */
  #settle(touched: ReadonlySet<Member>): void {
    for (const member of touched) {
      this.#detach(member);
      this.#describe(member);
    }
    for (const member of touched) this.#arp.setWanted(member);
    for (const member of touched) {
      this.#arp.setViews(member);
      this.#classify(member);
      this.#addresses.add(member);
    }
    for (const member of touched) this.#attach(member);
    this.#version += 1;
  }

  /** Of a node that only was read again, if none of its links can differ by that. False: it is to be settled. */
  #takeAges(member: Member, node: Node): boolean {
    if (!isOnlyReadAgain(member.node, node)) return false;
    const ages = this.#agesOf(node);
    if (this.#freshnessOf(member) !== this.#freshnessOf(ages)) return false;
    Object.assign(member, { node, ...ages });
    this.#awaitChange(member, this.now.getTime());
    this.#pdc(member.pdc).told += 1;
    this.#version += 1;
    return true;
  }

  #agesOf(node: Node): Ages {
    return {
      state: nodeHealth(node, { ...this.#settings, now: this.now }).state,
      probedAt: node.facts?.probes?.observedAt ?? null,
      observedAtByKind: {
        adminLink: oldestPart(node, "adminLink"),
        ipsecLink: oldestPart(node, "ipsecLink"),
      },
    };
  }

  /** All by which ages count for links and sums. */
  #freshnessOf({ state, probedAt, observedAtByKind }: Ages): string {
    const { adminLink, ipsecLink } = observedAtByKind;
    return [state, ...[probedAt, adminLink, ipsecLink].map((at) => this.#isFresh(at))].join();
  }

  #isFresh(at: Date | null): boolean {
    return at !== null && this.now.getTime() - at.getTime() <= this.#settings.staleAfterSeconds * 1000;
  }

  #describe(member: Member): void {
    const { node } = member;
    const { facts } = node;
    const pdc = pdcOf(node);
    if (pdc.id !== member.pdc.id) this.#leavePdc(member);
    const ages = this.#agesOf(node);
    const ruleNames = facts?.overlayRules
      ? [...new Set(facts.overlayRules.value.map(({ name }) => name))].toSorted()
      : null;
    Object.assign(member, {
      pdc,
      isLinked: node.isConfirmed,
      ...ages,
      adminAddress: facts && adminAddress(facts),
      externalAddress: facts && externalAddress(facts),
      ruleNames,
      ruleNameSet: new Set(ruleNames),
      saidByAddress: saidByAddressOf(node, this.#isFresh(ages.probedAt)),
      remoteCidrs: remoteCidrsOf(node),
    } satisfies Partial<Member>);
    this.#awaitChange(member, this.now.getTime());
  }

  /** The next instant at which something of this node becomes stale. */
  #awaitChange(member: Member, nowMs: number): void {
    const { node, observedAtByKind, probedAt } = member;
    const instants = [
      observedAtByKind.adminLink,
      observedAtByKind.ipsecLink,
      probedAt,
      node.facts?.identity?.observedAt,
    ].flatMap((at) => (at ? at.getTime() + this.#settings.staleAfterSeconds * 1000 + 1 : []));
    const next = Math.min(...instants.filter((atMs) => atMs > nowMs));
    if (next !== Infinity) this.#due.add(next, { member, node });
  }

  #classify(member: Member): void {
    const { adminLink, ipsecLink } = member.observedAtByKind;
    const text = classTextOf(member, this.#arp, {
      publicAddressExceptions: this.#context.publicAddressExceptions,
      areFactsFresh: { adminLink: this.#isFresh(adminLink), ipsecLink: this.#isFresh(ipsecLink) },
    });
    const classId = this.#classIdByText.get(text) ?? this.#classIdByText.size + 1;
    this.#classIdByText.set(text, classId);
    const pdc = this.#pdc(member.pdc);
    const group = pdc.linkedByClass.get(member.classId);
    const isPlaced = pdc.members.has(member) && Boolean(group?.has(member)) === member.isLinked;
    pdc.told += 1;
    if (isPlaced && member.classId === classId) return;
    this.#leavePdc(member);
    member.classId = classId;
    this.#joinPdc(member);
  }

  #pdc(key: PdcKey): PdcMembers {
    const known = this.#pdcById.get(key.id);
    if (known) return known;
    const pdc: PdcMembers = {
      key,
      members: new Set(),
      linkedByClass: new Map(),
      version: 0,
      told: 0,
      cellByPdc: new Map(),
    };
    this.#pdcById.set(key.id, pdc);
    return pdc;
  }

  #joinPdc(member: Member): void {
    const pdc = this.#pdc(member.pdc);
    pdc.version += 1;
    pdc.members.add(member);
    if (!member.isLinked) return;
    const group = pdc.linkedByClass.get(member.classId);
    if (group) group.add(member);
    else pdc.linkedByClass.set(member.classId, new Set([member]));
  }

  #leavePdc(member: Member): void {
    const pdc = this.#pdcById.get(member.pdc.id);
    if (!pdc?.members.delete(member)) return;
    pdc.version += 1;
    pdc.told += 1;
    const group = pdc.linkedByClass.get(member.classId);
    group?.delete(member);
    if (group?.size === 0) pdc.linkedByClass.delete(member.classId);
    if (pdc.members.size > 0) return;
    this.#pdcById.delete(pdc.key.id);
    for (const [other, { id }] of pdc.cellByPdc) {
      other.cellByPdc.delete(pdc);
      this.#cellById.delete(id);
    }
  }

  #detach(member: Member): void {
    this.#addresses.remove(member);
    for (const [peer, record] of member.records) {
      const { cell } = record;
      peer.records.delete(member);
      peer.tallies = null;
      this.#badRecords.delete(record);
      cell.badRecords.delete(record);
      if (cell.records.delete(record)) cell.counted = null;
    }
    member.records.clear();
    member.tallies = null;
  }

  #attach(member: Member): void {
    if (!member.isLinked || relationOf(member, member) === "unknown") return;
    for (const peer of this.#addresses.peersOf(member)) this.#record(member, peer);
    for (const view of member.arpViewByRule.values()) {
      for (const peer of view.codeByException.keys()) this.#record(member, peer);
    }
    for (const view of member.arpExceptions) for (const peer of view.users) this.#record(member, peer);
  }

  #record(a: Member, b: Member): void {
    if (a === b || !b.isLinked || a.records.has(b) || relationOf(a, b) === "unknown") return;
    const cell = this.cell(a.pdc.id, b.pdc.id);
    if (!cell) return;
    const record: PairRecord = { a, b, cell, verdict: null };
    a.records.set(b, record);
    b.records.set(a, record);
    cell.records.add(record);
    cell.counted = null;
    this.#judge(record);
  }

  #judge(record: PairRecord): void {
    record.verdict = this.#verdictOf(record.a, record.b);
    const state = record.verdict?.state;
    record.a.tallies = null;
    record.b.tallies = null;
    for (const bad of [this.#badRecords, record.cell.badRecords]) {
      if (state === "down" || state === "degraded") bad.add(record);
      else bad.delete(record);
    }
  }

  #verdictOf(a: Member, b: Member): PairVerdict | null {
    const { pathMtuByPdcPairId } = this.#context;
    const path =
      pathMtuByPdcPairId.size > 0 ? pathMtuByPdcPairId.get(pdcPairId(a.pdc.id, b.pdc.id)) : undefined;
    const key = pairKeyOf(a, b, path);
    const known = this.#verdictByKey.get(key);
    if (known !== undefined) return known;
    const verdict = this.#verdicts.of(linkBetween(a.node, b.node, this.#context));
    this.#verdictByKey.set(key, verdict);
    return verdict;
  }
}

function newMember(node: Node): Member {
  return {
    id: node.id,
    node,
    pdc: { id: "", kind: "unread", name: "", label: "" },
    isLinked: false,
    state: "unknown",
    adminAddress: null,
    externalAddress: null,
    ruleNames: null,
    ruleNameSet: new Set(),
    classId: 0,
    saidByAddress: new Map(),
    probedAt: null,
    remoteCidrs: [],
    arpViewByRule: new Map(),
    arpExceptions: new Set(),
    records: new Map(),
    tallies: null,
    observedAtByKind: { adminLink: null, ipsecLink: null },
  };
}
