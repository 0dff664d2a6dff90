import { AddressContests } from "../../arp-table/address-contests.ts";
import { isSameEntry } from "../../arp-table/differences.ts";
import { type VnicClaim, type VnicClaims, vnicClaimsOf } from "../../arp-table/vnic-claims.ts";
import { type ArpConflict, conflictOver, wantedEntriesFor } from "../../arp-table/wanted.ts";
import type { ArpEntry } from "../../facts.ts";
import type { Node } from "../../node.ts";
import { isNamed, type Member } from "./member.ts";

/** `down`: nothing right is held for the peer. */
export type ArpCode = "pass" | "degraded" | "down";

type RuleIndex = {
  overlayRuleName: string;
  vnicsByNodeId: Map<string, VnicClaims>;
  conflictByMac: Map<string, ArpConflict>;
  overMac: Map<string, ArpConflict>;
  addresses: AddressContests;
  claimsByMac: Map<string, VnicClaim[]>;
  wantedByMember: Map<Member, Wanted>;
  viewByText: Map<string, ArpView>;
};

/** What tables should hold for one node's vNICs, in its own PDC and in others, and what is in doubt about them. */
type Wanted = {
  same: ArpEntry[];
  other: ArpEntry[];
  hasGapSame: boolean;
  hasGapOther: boolean;
  hasConflict: boolean;
  pdcId: string;
  /** All of the above, for comparing. */
  text: string;
};

/** One content of a table as nodes of one PDC hold it: what it holds for most peers, and the peers with another outcome. */
export type ArpView = {
  text: string;
  pdcId: string;
  entryByMac: ReadonlyMap<string, ArpEntry>;
  usual: ArpCode;
  codeByException: Map<Member, ArpCode>;
  users: Set<Member>;
};

/** Which vNICs there are, and which tables are right about them; kept up node by node. */
export class ArpKnowledge {
  readonly indexByRule = new Map<string, RuleIndex>();
  readonly #claimedRules = new Map<string, readonly string[]>();

  /** Returns the other nodes whose MACs this change brings into dispute or out of it. */
  setClaims(node: Node): Set<string> {
    const touched = this.removeClaims(node.id);
    const names = node.isConfirmed ? claimedRuleNames(node) : [];
    for (const name of names) {
      const index = this.#index(name);
      const vnics = vnicClaimsOf(node, name);
      index.vnicsByNodeId.set(node.id, vnics);
      for (const claim of vnics.claims) {
        const claims = index.claimsByMac.get(claim.macAddress);
        if (claims) claims.push(claim);
        else index.claimsByMac.set(claim.macAddress, [claim]);
        index.addresses.add(claim);
      }
      settle(index, vnics.claims, touched);
    }
    if (names.length > 0) this.#claimedRules.set(node.id, names);
    touched.delete(node.id);
    return touched;
  }

  removeClaims(nodeId: string): Set<string> {
    const touched = new Set<string>();
    for (const name of this.#claimedRules.get(nodeId) ?? []) {
      const index = this.#index(name);
      const vnics = index.vnicsByNodeId.get(nodeId);
      index.vnicsByNodeId.delete(nodeId);
      for (const claim of vnics?.claims ?? []) {
        const { macAddress } = claim;
        index.addresses.drop(claim);
        const rest = (index.claimsByMac.get(macAddress) ?? []).filter((claim) => claim.nodeId !== nodeId);
        if (rest.length > 0) index.claimsByMac.set(macAddress, rest);
        else index.claimsByMac.delete(macAddress);
      }
      settle(index, vnics?.claims ?? [], touched);
    }
    this.#claimedRules.delete(nodeId);
    return touched;
  }

  /** Works out anew what tables should hold for this node, and which of them do. */
  setWanted(member: Member): void {
    const names = new Set(this.#claimedRules.get(member.id));
    for (const [name, index] of this.indexByRule) {
      const wanted = names.has(name) ? wantedOf(member, index) : null;
      const earlier = index.wantedByMember.get(member);
      if (earlier?.text === wanted?.text) continue;
      if (earlier) forget(member, index);
      if (!wanted) continue;
      index.wantedByMember.set(member, wanted);
      for (const view of index.viewByText.values()) except(view, member, wanted);
    }
  }

  removeWanted(member: Member): void {
    for (const index of this.indexByRule.values()) forget(member, index);
  }

  /** After all of `setWanted`: which contents this node's tables have. */
  setViews(member: Member): void {
    this.removeViews(member);
    const tables = member.node.facts?.arpTables?.value;
    if (!tables || !isNamed(member) || !member.isLinked) return;
    for (const name of member.ruleNames ?? []) {
      const index = this.#index(name);
      const entries = tables
        .filter(({ overlayRuleNames }) => overlayRuleNames.includes(name))
        .flatMap((table) => table.entries);
      const entryByMac = new Map(entries.map((entry) => [entry.macAddress, entry]));
      const text = `${member.pdc.id} ${textOf(entryByMac)}`;
      let view = index.viewByText.get(text);
      if (!view) {
        view = viewOf(text, member.pdc.id, entryByMac, index);
        index.viewByText.set(text, view);
      }
      view.users.add(member);
      member.arpViewByRule.set(name, view);
    }
  }

  removeViews(member: Member): void {
    for (const [name, view] of member.arpViewByRule) {
      view.users.delete(member);
      if (view.users.size > 0) continue;
      this.#index(name).viewByText.delete(view.text);
      for (const peer of view.codeByException.keys()) peer.arpExceptions.delete(view);
    }
    member.arpViewByRule.clear();
  }

  /** The part of a node's class that is about one rule's tables. */
  classPart(member: Member, overlayRuleName: string): unknown[] {
    const index = this.#index(overlayRuleName);
    const wanted = index.wantedByMember.get(member);
    const hasVlan = (index.vnicsByNodeId.get(member.id)?.claims ?? []).some(({ vlanId }) => vlanId !== 0);
    const usual = member.arpViewByRule.get(overlayRuleName)?.usual ?? null;
    if (!wanted) return [usual, hasVlan];
    const { same, other, hasGapSame, hasGapOther, hasConflict } = wanted;
    return [usual, hasVlan, same.length > 0, other.length > 0, hasGapSame, hasGapOther, hasConflict];
  }

  #index(overlayRuleName: string): RuleIndex {
    const known = this.indexByRule.get(overlayRuleName);
    if (known) return known;
    const index: RuleIndex = {
      overlayRuleName,
      vnicsByNodeId: new Map(),
      conflictByMac: new Map(),
      overMac: new Map(),
      addresses: new AddressContests(),
      claimsByMac: new Map(),
      wantedByMember: new Map(),
      viewByText: new Map(),
    };
    this.indexByRule.set(overlayRuleName, index);
    return index;
  }
}

/** A node whose rules were never read may carry any; only what it has vNICs on matters. */
function claimedRuleNames(node: Node): string[] {
  const { facts } = node;
  if (facts?.overlayRules) return [...new Set(facts.overlayRules.value.map(({ name }) => name))];
  const names = [...(facts?.vmVnics?.value ?? []), ...(facts?.overlays?.value ?? [])].flatMap(
    ({ overlayRuleName }) => overlayRuleName ?? [],
  );
  return [...new Set(names)];
}

function forget(member: Member, index: RuleIndex): void {
  if (!index.wantedByMember.delete(member)) return;
  for (const view of index.viewByText.values()) {
    if (view.codeByException.delete(member)) member.arpExceptions.delete(view);
  }
}

/** After claims came or went. The claimants of what is disputed all have a stake in who they are. */
function settle(index: RuleIndex, changed: readonly VnicClaim[], touched: Set<string>): void {
  const macs = new Set(changed.map(({ macAddress }) => macAddress));
  for (const mac of macs) {
    const claims = index.claimsByMac.get(mac) ?? [];
    const conflict = conflictOver(claims);
    if (conflict) index.overMac.set(mac, conflict);
    else index.overMac.delete(mac);
    index.addresses.reconsider(claims);
  }
  for (const mac of index.addresses.settle((each) => index.overMac.get(each))) macs.add(mac);
  for (const mac of macs) {
    const earlier = index.conflictByMac.get(mac);
    const conflict = index.addresses.conflictOf(mac, index.overMac.get(mac));
    if (conflict) index.conflictByMac.set(mac, conflict);
    else index.conflictByMac.delete(mac);
    const isAsBefore =
      Boolean(earlier) === Boolean(conflict) && earlier?.holderNodeId === conflict?.holderNodeId;
    if (isAsBefore) continue;
    for (const { nodeId } of index.claimsByMac.get(mac) ?? []) touched.add(nodeId);
  }
}

/** null: nothing is wanted for it, and nothing is in doubt. */
function wantedOf(member: Member, index: RuleIndex): Wanted | null {
  const { node, pdc } = member;
  const vnics = index.vnicsByNodeId.get(member.id);
  if (!vnics || (vnics.claims.length === 0 && vnics.isComplete)) return null;
  const same = wantedEntriesFor(node, node, index);
  const other = wantedEntriesFor(elsewhere(node), node, index);
  const wanted = {
    same: same.entries,
    other: other.entries,
    hasGapSame: same.gap !== null,
    hasGapOther: other.gap !== null,
    hasConflict: same.conflicts.length > 0,
    pdcId: pdc.id,
  };
  return { ...wanted, text: JSON.stringify(wanted) };
}

/** A node that differs from this one in its PDC alone. */
function elsewhere(node: Node): Node {
  const identity = node.facts?.identity;
  if (!node.facts || !identity) return node;
  const value = { ...identity.value, pdcName: `not ${identity.value.pdcName}` };
  return { ...node, facts: { ...node.facts, identity: { ...identity, value } } };
}

function viewOf(
  text: string,
  pdcId: string,
  entryByMac: ReadonlyMap<string, ArpEntry>,
  index: RuleIndex,
): ArpView {
  const view: ArpView = {
    text,
    pdcId,
    entryByMac,
    usual: "pass",
    codeByException: new Map(),
    users: new Set(),
  };
  let rightCount = 0;
  let wantedCount = 0;
  for (const wanted of index.wantedByMember.values()) {
    const entries = wanted.pdcId === pdcId ? wanted.same : wanted.other;
    if (entries.length === 0) continue;
    wantedCount += 1;
    if (codeOf(entries, entryByMac) === "pass") rightCount += 1;
  }
  if (rightCount * 2 < wantedCount) view.usual = "down";
  for (const [member, wanted] of index.wantedByMember) except(view, member, wanted);
  return view;
}

function except(view: ArpView, member: Member, wanted: Wanted): void {
  const entries = wanted.pdcId === view.pdcId ? wanted.same : wanted.other;
  if (entries.length === 0 || !isNamed(member)) return;
  const code = codeOf(entries, view.entryByMac);
  if (code === view.usual) return;
  view.codeByException.set(member, code);
  member.arpExceptions.add(view);
}

function codeOf(wanted: readonly ArpEntry[], entryByMac: ReadonlyMap<string, ArpEntry>): ArpCode {
  const right = wanted.filter((entry) => {
    const held = entryByMac.get(entry.macAddress);
    return held !== undefined && isSameEntry(entry, held);
  });
  if (right.length === wanted.length) return "pass";
  return right.length === 0 ? "down" : "degraded";
}

function textOf(entryByMac: ReadonlyMap<string, ArpEntry>): string {
  const lines = [...entryByMac.values()].map(({ macAddress, arpAddress, peerAddress, port }) =>
    JSON.stringify([macAddress, arpAddress, peerAddress, port]),
  );
  return lines.toSorted().join();
}
