import { type Ipv4Cidr, parseCidr } from "../../ipv4.ts";
import type { PathMtu } from "../../mesh/link-context.ts";
import { PathMtuBook } from "../../mesh/measured-paths.ts";
import { InstantQueue } from "../../mesh/model/instant-queue.ts";
import type { Node } from "../../node.ts";
import { pdcPairIdOfNames } from "../../pdc.ts";
import type { Finding, Judgement, Undecided } from "../../warning.ts";
import type { WarningCode } from "../catalogue.ts";
import { WARNING_CODES } from "../catalogue.ts";
import { ANY_NODE, nodeKey, pdcKey } from "../finding.ts";
import {
  endGroups,
  ends,
  type IpsecPeers,
  ipsecEndOf,
  ipsecPeers,
  overlayRuleNamesOfGroup,
  speakers,
} from "../ipsec-ends.ts";
import { pdcs } from "../pdcs.ts";
import type { Delegated, NetworkFacts, PartFailure, Situation, VdcDelegation } from "../situation.ts";
import { ArpBook } from "./arp-book.ts";
import { ClaimedValues } from "./claimed-values.ts";
import { Group } from "./group.ts";
import { type Member, pdcNameOf } from "./member.ts";
import { Members } from "./members.ts";
import { Networks } from "./networks.ts";
import { Results } from "./results.ts";
import type { Cloud, GroupRule, KeyRule, NetworkKey, NodeRule, WarningRule } from "./rule.ts";
import { SimilarNames } from "./similar-names-index.ts";
import { tablesOf } from "./tables.ts";
import { Groups, saysTheSame, type Table } from "./table.ts";
import { Vdcs } from "./vdcs.ts";
import { inOrder } from "../../in-order.ts";

type WritableCloud = Cloud & { now: Date; places: Cloud["places"] };

type ModelSettings = Situation["settings"] & { now: Date };

/** What is judged once for all vDCs. */
const ALL_DELEGATIONS = "all";

/** What is different since the last time: identities to look at again, and what is found of them now. */
export type WarningDifference = {
  /** `code subject.key`. */
  identities: ReadonlySet<string>;
  findings: Finding[];
  /** Something that could not be told of these codes can be told now, so what was kept open for it may close. */
  decidedCodes: ReadonlySet<WarningCode>;
};

/** What would be otherwise: nodes, those that would be gone, declared path MTUs and delegations; null: those that are. */
export type Attempt = {
  nodes: readonly Node[];
  removedIds: readonly string[];
  pathMtus: readonly PathMtu[] | null;
  delegations: readonly VdcDelegation[] | null;
};

/**
 * All that is wrong, kept up node by node: nodes say which groups they are in, rules judge groups, and only the groups that a
 * change is about are judged again. The result never depends on the way that led to it.
 */
export class WarningModel {
  readonly #rules: readonly WarningRule[];
  readonly #tables: readonly Table<unknown>[];
  readonly #settings: Situation["settings"];
  readonly #memberById = new Map<string, Member>();
  readonly #members = new Members();
  readonly #groupsByTable = new Map<Table<unknown>, Groups<unknown>>();
  readonly #networks = new Networks();
  readonly #vdcs = new Vdcs();
  readonly #arp = new ArpBook();
  readonly #vnicMacs = new ClaimedValues(({ macAddress }) => macAddress);
  readonly #vnicAddresses = new ClaimedValues(({ addresses: [first] }) => first?.ipv4Address ?? null);
  readonly #names = new SimilarNames();
  readonly #results = new Results();
  readonly #partFailures = new Map<string, readonly PartFailure[]>();
  readonly #unknownIdsByRule: Set<string>[];
  readonly #dirtyByRule: Set<string>[];
  /** Nodes that all rules about one node are to judge. */
  readonly #dirtyNodeIds = new Set<string>();
  readonly #due = new InstantQueue<{ member: Member; position: number }>();
  /** What is in that queue last, by the rule's position. */
  readonly #dueMsByRule = new Map<number, Map<Member, number>>();
  readonly #positionsByTable = new Map<Table<unknown>, readonly number[]>();
  /** Of those tables that more than their own rules depend on. */
  readonly #changedKeysByTable = new Map<Table<unknown>, Set<string>>();
  /** Members to be asked by tables that look into others, once those are complete. */
  readonly #dueByTable = new Map<Table<unknown>, Set<Member>>();
  readonly #cloud: WritableCloud;
  readonly #paths = new PathMtuBook();
  #declaredPathMtus: readonly PathMtu[] = [];
  #unreadCount = 0;
  #ipsecPeers: IpsecPeers | null = null;
  #isCountChanged = false;

  private constructor(rules: readonly WarningRule[], { now, ...settings }: ModelSettings) {
    this.#rules = rules;
    this.#settings = settings;
    this.#unknownIdsByRule = rules.map(() => new Set());
    this.#dirtyByRule = rules.map(() => new Set());
    this.#tables = tablesOf(rules);
    for (const table of this.#tables) {
      this.#groupsByTable.set(table, new Groups(table));
      this.#positionsByTable.set(table, positionsOn(table, rules));
      if (!table.looksUp) continue;
      this.#changedKeysByTable.set(table.looksUp.table, new Set());
      this.#dueByTable.set(table, new Set());
    }
    for (const table of [pdcs, ends, endGroups]) this.#changedKeysByTable.set(table, new Set());
    this.#cloud = this.#look(now);
  }

  /** Judges nothing yet: `settle`, or whatever is asked, does. */
  static of(rules: readonly WarningRule[], situation: Situation): WarningModel {
    const work = WarningModel.making(rules, situation);
    let step = work.next();
    while (!step.done) step = work.next();
    return step.value;
  }

  /** The same, a little at each step. */
  static *making(rules: readonly WarningRule[], situation: Situation): Generator<void, WarningModel> {
    const { nodes, partFailuresByNodeId, networks, pathMtus, settings, now } = situation;
    const model = new WarningModel(rules, { ...settings, now });
    model.setPathMtus(pathMtus);
    model.setDelegated(situation);
    for (const network of networks) {
      model.updateNetworks([network]);
      yield;
    }
    for (const node of nodes) {
      model.update([node], [], partFailuresByNodeId);
      yield;
    }
    return model;
  }

  get now(): Date {
    return this.#cloud.now;
  }

  node(id: string): Node | null {
    return this.#memberById.get(id)?.node ?? null;
  }

  get nodeIds(): Iterable<string> {
    return this.#memberById.keys();
  }

  get networkIds(): Iterable<string> {
    return this.#networks.ids;
  }

  /** Takes in what nodes are now, and forgets others. Part failures are replaced for the given nodes alone. */
  update(
    nodes: readonly Node[],
    removedIds: readonly string[] = [],
    partFailures: ReadonlyMap<string, readonly PartFailure[]> = new Map(),
  ): void {
    for (const id of removedIds) this.#remove(id);
    for (const given of nodes) this.#take(given, partFailures.get(given.id) ?? []);
    const remeasured = [
      ...removedIds.flatMap((id) => this.#paths.update(id, null)),
      ...nodes.flatMap((node) => this.#paths.update(node.id, node)),
    ];
    if (remeasured.length > 0) this.#pathMtusChanged();
  }

  updateNetworks(networks: readonly NetworkFacts[], removedIds: readonly string[] = []): void {
    this.#networks.update(networks, removedIds, (kind, key) => this.#networkChanged(kind, key));
  }

  setPathMtus(pathMtus: readonly PathMtu[]): void {
    this.#declaredPathMtus = pathMtus;
    this.#paths.declare(pathMtus);
    this.#pathMtusChanged();
  }

  /** Only vDCs for which something changed are judged again. */
  setDelegated({ delegations, overlayRules, restingVxlans }: Delegated): void {
    this.#vdcs.set({ delegations, overlayRules, restingVxlans }, (ids, areDelegationsOther) => {
      this.#vdcsChanged(ids);
      if (!areDelegationsOther) return;
      for (const [position, rule] of this.#rules.entries()) {
        if (rule.per === "delegations") this.#dirty(position, ALL_DELEGATIONS);
        if (rule.per === "group" && rule.looksAtDelegations)
          this.#dirtyAll(position, this.#groups(rule.table).keys);
      }
    });
  }

  #vdcsChanged(ids: Iterable<string>): void {
    for (const id of ids) this.#networkChanged("vdc", id);
  }

  #pathMtusChanged(): void {
    for (const [position, rule] of this.#rules.entries()) {
      if (rule.per === "group" && rule.looksAtPathMtus)
        this.#dirtyAll(position, this.#groups(rule.table).keys);
    }
  }

  /** Lets time pass; never goes back. */
  advance(now: Date): void {
    if (now <= this.#cloud.now) return;
    this.#vdcsChanged(this.#vdcs.advance(this.#cloud.now, now));
    this.#cloud.now = now;
    for (const { member, position } of this.#due.takeDue(now.getTime())) {
      if (this.#memberById.get(member.id) === member) this.#dirty(position, member.id);
    }
  }

  /** Judges what changed, a little at each step; done when it ends. */
  *work(): Generator<void> {
    this.#ipsecPeers = null;
    yield* this.#rescan();
    yield* this.#arp.settle();
    this.#spread();
    for (const id of this.#dirtyNodeIds) {
      this.#dirtyNodeIds.delete(id);
      for (const [position, rule] of this.#rules.entries()) {
        if (rule.per !== "node") continue;
        this.#dirtyByRule[position]?.delete(id);
        this.#judge(position, id);
      }
      yield;
    }
    for (const [position, keys] of this.#dirtyByRule.entries()) {
      for (const key of keys) {
        keys.delete(key);
        this.#judge(position, key);
        yield;
      }
    }
    this.#ipsecPeers = null;
  }

  settle(): void {
    for (const _ of this.work());
  }

  /** Everything that is wrong now, and everything that cannot be told; in the catalogue's order. */
  judgement(): Judgement {
    this.settle();
    return {
      findings: [...this.#results.findings()].toSorted(compareFindings),
      undecided: [...this.#results.undecided()],
    };
  }

  finding(identity: string): Finding | undefined {
    return this.#results.finding(identity);
  }

  isUndecided(code: WarningCode, touching: string): boolean {
    return this.#results.isUndecided(code, touching);
  }

  /** What changed since it was last taken. */
  takeDifference(): WarningDifference {
    this.settle();
    const { earlier, decidedCodes } = this.#results.takeChanged();
    const identities = new Set(earlier.keys());
    const findings = [...identities].flatMap((identity) => this.#results.finding(identity) ?? []);
    return { identities, findings, decidedCodes };
  }

  /**
   * What an attempt would open and close, a little at each step; afterwards everything is as it was, and nothing of it is told
   * as a difference. A warning closes only where its code can be decided.
   */
  *trying(attempt: Attempt): Generator<void, { opened: Finding[]; closed: Finding[] }> {
    yield* this.work();
    const untold = this.#results.takeChanged();
    const ids = [...attempt.nodes.map(({ id }) => id), ...attempt.removedIds];
    const failures = new Map(ids.map((id) => [id, this.#partFailures.get(id) ?? []]));
    const present: Attempt = {
      nodes: ids.flatMap((id) => this.node(id) ?? []),
      removedIds: ids.filter((id) => !this.#memberById.has(id)),
      pathMtus: attempt.pathMtus && this.#declaredPathMtus,
      delegations: attempt.delegations && this.#vdcs.all,
    };
    yield* this.#turnTo(attempt, failures);
    const opened: Finding[] = [];
    const closed: Finding[] = [];
    for (const [identity, earlier] of this.#results.takeChanged().earlier) {
      const now = this.#results.finding(identity);
      if (now && !earlier) opened.push(now);
      if (earlier && !now && this.undecidedAmong([earlier]).length === 0) closed.push(earlier);
    }
    yield* this.#turnTo(present, failures);
    this.#results.takeChanged();
    this.#results.putBack(untold);
    return { opened, closed };
  }

  *#turnTo(
    { nodes, removedIds, pathMtus, delegations }: Attempt,
    failures: ReadonlyMap<string, readonly PartFailure[]>,
  ): Generator<void> {
    this.update([], removedIds);
    for (const node of nodes) {
      this.update([node], [], failures);
      yield;
    }
    if (pathMtus) this.setPathMtus(pathMtus);
    if (delegations) this.setDelegated({ ...this.#vdcs.delegated, delegations });
    yield* this.work();
  }

  /** Of the given things: those of which the code cannot be told. */
  undecidedAmong(things: readonly { code: WarningCode; touches: readonly string[] }[]): Undecided[] {
    return things.flatMap(({ code, touches }) =>
      touches
        .filter((touching) => this.#results.isUndecided(code, touching))
        .map((touching) => ({ code, touching })),
    );
  }

  #look(now: Date): WritableCloud {
    const publicAddressExceptions: Ipv4Cidr[] = this.#settings.publicAddressExceptions.flatMap(
      (text) => parseCidr(text) ?? [],
    );
    return {
      settings: this.#settings,
      publicAddressExceptions,
      now,
      members: this.#members,
      arp: this.#arp,
      vnicMacs: this.#vnicMacs,
      vnicAddresses: this.#vnicAddresses,
      vdcs: this.#vdcs,
      places: { named: 0, unread: 0 },
      group: (table, key) => this.#groups(table).get(key),
      groups: (table) => this.#groups(table),
      member: (id) => this.#memberById.get(id),
      partFailures: (nodeId) => this.#partFailures.get(nodeId) ?? [],
      networksOf: (kind, key) => this.#networks.of(kind, key),
      pathMtu: (pdcNames) =>
        this.#paths.byPairId.size > 0 ? this.#paths.byPairId.get(pdcPairIdOfNames(...pdcNames)) : undefined,
      knownCount: (code) => {
        const position = this.#rules.findIndex(({ codes }) => codes.includes(code));
        return this.#memberById.size - this.#unknownCount(position);
      },
      ipsecPeers: () =>
        (this.#ipsecPeers ??= ipsecPeers(
          Array.from(this.#members, ({ node }) => ipsecEndOf(node) ?? []).flat(),
        )),
      similarNames: (name) => this.#names.near(name),
      pathMtus: () => this.#paths.byPairId.values(),
    };
  }

  #groups<T>(table: Table<T>): Groups<T> {
    // Groups are made from their own table, so their values are of its type.
    return this.#groupsByTable.get(table) as Groups<T>;
  }

  #take(given: Node, partFailures: readonly PartFailure[]): void {
    // Nothing that an unconfirmed node says counts.
    const node = given.isConfirmed ? given : { ...given, facts: null };
    // Members are kept in the order of their hostnames.
    if (this.#memberById.get(node.id)?.node.hostname !== node.hostname) this.#remove(node.id);
    const earlier = this.#memberById.get(node.id)?.node;
    const member = this.#memberById.get(node.id) ?? this.#join(node);
    this.#unreadCount += Number(!node.facts?.identity) - Number(!member.node.facts?.identity);
    member.node = node;
    if (partFailures.length > 0) this.#partFailures.set(node.id, partFailures);
    else this.#partFailures.delete(node.id);
    for (const table of this.#tables) {
      if (earlier && saysTheSame(table, earlier, node)) continue;
      const due = this.#dueByTable.get(table);
      if (due) due.add(member);
      else this.#scan(table, member);
    }
    this.#arp.update(member, earlier);
    this.#setVnics(member, earlier, node);
    this.#dirtyNodeIds.add(node.id);
    for (const [position, rule] of this.#rules.entries()) {
      if (rule.per === "node") this.#judgeWhenDue(position, rule, member);
      else if (isAboutNodes(rule)) this.#setUnknown(position, rule, node.id, rule.isUnknown(node));
    }
    this.#dirtyAbout(node.id);
  }

  #join(node: Node): Member {
    const member = { id: node.id, node };
    this.#memberById.set(node.id, member);
    this.#members.add(member);
    if (!node.facts?.identity) this.#unreadCount += 1;
    this.#isCountChanged = true;
    return member;
  }

  #remove(id: string): void {
    const member = this.#memberById.get(id);
    if (!member) return;
    for (const table of this.#tables) {
      this.#dueByTable.get(table)?.delete(member);
      this.#groups(table).remove(member, (key) => this.#groupChanged(table, key));
    }
    this.#arp.remove(member);
    this.#setVnics(member, member.node, undefined);
    this.#dirtyNodeIds.add(id);
    for (const [position, rule] of this.#rules.entries()) {
      if (rule.per === "node") this.#dueMsByRule.get(position)?.delete(member);
      else if (isAboutNodes(rule)) this.#setUnknown(position, rule, id, false);
    }
    this.#dirtyAbout(id);
    if (!member.node.facts?.identity) this.#unreadCount -= 1;
    this.#isCountChanged = true;
    this.#members.delete(member);
    this.#memberById.delete(id);
    this.#partFailures.delete(id);
  }

  #setVnics(member: Member, earlier: Node | undefined, now: Node | undefined): void {
    const [before, after] = [earlier?.facts?.vmVnics, now?.facts?.vmVnics];
    if (before === after && earlier?.macClaims === now?.macClaims) return;
    for (const index of [this.#vnicMacs, this.#vnicAddresses])
      index.update(member, before?.value, after?.value);
  }

  #scan<T>(table: Table<T>, member: Member): void {
    this.#groups(table).update(member, this.#cloud, (key) => this.#groupChanged(table, key));
  }

  #judgeWhenDue(position: number, rule: NodeRule, member: Member): void {
    const at = rule.dueAt?.(member.node, this.#settings);
    if (!at || at <= this.#cloud.now) return;
    const dueMs = this.#dueMsByRule.get(position) ?? new Map<Member, number>();
    this.#dueMsByRule.set(position, dueMs);
    if (dueMs.get(member) === at.getTime()) return;
    dueMs.set(member, at.getTime());
    this.#due.add(at.getTime(), { member, position });
  }

  /** What was found about a node is told anew when the node was read again. */
  #dirtyAbout(nodeId: string): void {
    for (const unit of this.#results.unitsAbout(nodeId)) {
      const space = unit.indexOf(" ");
      this.#dirty(Number(unit.slice(0, space)), unit.slice(space + 1));
    }
  }

  #setUnknown(position: number, rule: GroupRule | KeyRule, nodeId: string, isUnknown: boolean): void {
    const ids = this.#unknownIdsByRule[position];
    if (!ids || ids.has(nodeId) === isUnknown) return;
    if (isUnknown) ids.add(nodeId);
    else ids.delete(nodeId);
    if (rule.per === "arp-mac" || (rule.per === "group" && rule.looksAtNodeCount))
      this.#isCountChanged = true;
    const own = nodeKey(nodeId);
    for (const code of rule.codes) {
      for (const touching of [own, ANY_NODE]) {
        if (isUnknown) this.#results.addUndecided({ code, touching });
        else this.#results.removeUndecided({ code, touching });
      }
    }
  }

  #groupChanged(table: Table<unknown>, key: string): void {
    for (const position of this.#positionsByTable.get(table) ?? []) this.#dirtyByRule[position]?.add(key);
    this.#changedKeysByTable.get(table)?.add(key);
  }

  #networkChanged(kind: NetworkKey, key: string): void {
    for (const [position, rule] of this.#rules.entries()) {
      if (rule.per === "vdc" && kind === "vdc") this.#dirty(position, key);
      if (rule.per === "group" && rule.looksAtNetworks === kind) this.#dirty(position, key);
    }
  }

  #dirty(position: number, key: string): void {
    this.#dirtyByRule[position]?.add(key);
  }

  #dirtyAll(position: number, keys: Iterable<string>): void {
    for (const key of keys) this.#dirty(position, key);
  }

  /** Asks the nodes that are new to tables which look into others, and those that see groups which changed. */
  *#rescan(): Generator<void> {
    for (const [table, due] of this.#dueByTable) {
      const changed = table.looksUp && this.#changedKeysByTable.get(table.looksUp.table);
      if (table.looksUp && changed && changed.size > 0 && due.size < this.#members.size) {
        for (const member of this.#members) if (table.looksUp.sees(member.node, changed)) due.add(member);
      }
      yield;
      for (const member of due) {
        due.delete(member);
        this.#scan(table, member);
        yield;
      }
    }
  }

  /** From what changed to what has to be judged again. */
  #spread(): void {
    const changedIn = (table: Table<unknown>) => this.#changedKeysByTable.get(table) ?? new Set<string>();
    this.#spreadNames(changedIn(pdcs));
    this.#spreadEnds(changedIn(ends), changedIn(endGroups));
    for (const keys of this.#changedKeysByTable.values()) keys.clear();
    this.#spreadCounts();
    const { tables, macs } = this.#arp.takeChanged();
    const changed: Record<KeyRule["per"], Iterable<string>> = {
      "arp-table": tables,
      "arp-mac": macs,
      "vnic-mac": this.#vnicMacs.takeChanged(),
      "vnic-address": this.#vnicAddresses.takeChanged(),
    };
    for (const [position, rule] of this.#rules.entries())
      if (isKeyRule(rule)) this.#dirtyAll(position, changed[rule.per]);
  }

  #dirtyGroups(table: Table<unknown>, keys: Iterable<string>): void {
    for (const position of this.#positionsByTable.get(table) ?? []) this.#dirtyAll(position, keys);
  }

  /** A pair of names is told where the first of them is judged. */
  #spreadNames(names: Iterable<string>): void {
    for (const name of names) {
      const near = this.#names.near(name);
      if (this.#groups(pdcs).get(name)) this.#names.add(name);
      else this.#names.delete(name);
      this.#dirtyGroups(pdcs, [...near, ...this.#names.near(name)]);
    }
    this.#setPlaces({ named: this.#groups(pdcs).size, unread: this.#unreadCount });
  }

  #setPlaces({ named, unread }: Cloud["places"]): void {
    const { places } = this.#cloud;
    // Among several PDCs it does not matter whether some node has not told its own.
    const isOther = places.named > 1 !== named > 1 || (named < 2 && places.unread > 0 !== unread > 0);
    this.#cloud.places = { named, unread };
    for (const [position, rule] of isOther ? this.#rules.entries() : []) {
      if (rule.per === "node" && rule.looksAtPlaces) this.#dirtyAll(position, this.#memberById.keys());
    }
  }

  #spreadEnds(addresses: Iterable<string>, groupKeys: ReadonlySet<string>): void {
    const facingIds = groupKeys.size > 0 ? this.#endsFacing(groupKeys) : [];
    const peerIds = new Set<string>();
    for (const address of addresses) {
      for (const { member } of this.#groups(speakers).get(address)?.items() ?? []) peerIds.add(member.id);
    }
    for (const [position, rule] of this.#rules.entries()) {
      if (rule.per !== "node" || !rule.looksAtEnds) continue;
      this.#dirtyAll(position, peerIds);
      if (rule.looksAtEnds === "all") this.#dirtyAll(position, facingIds);
    }
  }

  /** Nodes without an end face nobody, and those without a rule in common do not face each other. */
  #endsFacing(groupKeys: Iterable<string>): string[] {
    const names = new Set([...groupKeys].flatMap(overlayRuleNamesOfGroup));
    const facing: string[] = [];
    for (const { id, node } of this.#members) {
      const end = ipsecEndOf(node);
      if (end && !end.overlayRuleNames.isDisjointFrom(names)) facing.push(id);
    }
    return facing;
  }

  #spreadCounts(): void {
    if (!this.#isCountChanged) return;
    this.#isCountChanged = false;
    this.#arp.setGate(
      this.#rules.some(({ per }, position) => per === "arp-mac" && this.#unknownCount(position) > 0),
    );
    for (const [position, rule] of this.#rules.entries()) {
      if (rule.per === "group" && rule.looksAtNodeCount) this.#dirtyAll(position, this.#networks.carriers());
    }
  }

  #unknownCount(position: number): number {
    return this.#unknownIdsByRule[position]?.size ?? 0;
  }

  #judge(position: number, key: string): void {
    const rule = this.#rules[position];
    if (!rule) return;
    const { findings, undecided } = this.#answer(rule, key);
    const told = findings.length > 0 ? findings.map((finding) => this.#withPdcs(finding)) : findings;
    this.#results.set(position, key, { findings: told, undecided });
  }

  #answer(rule: WarningRule, key: string): Judgement {
    if (rule.per === "node") {
      const member = this.#memberById.get(key);
      return member ? rule.judge(member, this.#cloud) : { findings: [], undecided: [] };
    }
    if (rule.per === "group")
      return rule.judge(this.#groups(rule.table).get(key) ?? new Group(key), this.#cloud);
    return { findings: this.#found(rule, key), undecided: [] };
  }

  #found(rule: Exclude<WarningRule, NodeRule | GroupRule>, key: string): Finding[] {
    if (rule.per === "delegations") return rule.judge(this.#cloud);
    if (rule.per !== "vdc") return rule.judge(key, this.#cloud);
    const vdc = this.#vdcs.get(key);
    return vdc ? rule.judge(vdc, this.#cloud) : [];
  }

  /** A finding about a node is about its PDC too. */
  #withPdcs(finding: Finding): Finding {
    const pdcNames = new Set<string>();
    const touches = new Set<string>();
    for (const key of finding.touches) {
      touches.add(key);
      const member = key.startsWith(NODE_PREFIX)
        ? this.#memberById.get(key.slice(NODE_PREFIX.length))
        : undefined;
      const pdcName = member && pdcNameOf(member);
      if (!pdcName || pdcNames.has(pdcName)) continue;
      pdcNames.add(pdcName);
      touches.add(pdcKey(pdcName));
    }
    return { ...finding, touches: [...touches] };
  }
}

function isKeyRule(rule: WarningRule): rule is KeyRule {
  return isAboutNodes(rule) && rule.per !== "group";
}

function isAboutNodes(rule: WarningRule): rule is GroupRule | KeyRule {
  return rule.per !== "node" && rule.per !== "vdc" && rule.per !== "delegations";
}

/** Rules that judge the table's groups, or have them in view. */
function positionsOn(table: Table<unknown>, rules: readonly WarningRule[]): number[] {
  const concerned = new Set([table, ...(table.concerns ?? [])]);
  return rules.flatMap((rule, position) =>
    rule.per === "group" && concerned.has(rule.table) ? [position] : [],
  );
}

const NODE_PREFIX = nodeKey("");

function compareFindings(a: Finding, b: Finding): number {
  const byCode = WARNING_CODES.indexOf(a.code) - WARNING_CODES.indexOf(b.code);
  if (byCode !== 0) return byCode;
  return inOrder(a.subject.key, b.subject.key);
}
