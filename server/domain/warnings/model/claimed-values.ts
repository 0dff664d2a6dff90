import type { VmVnic } from "../../facts.ts";
import { compareMembers, type Member } from "./member.ts";

/** VM NICs that have one value on one overlay rule, by the hostnames of their nodes. */
export type ClaimedValue = {
  overlayRuleName: string;
  value: string;
  items: { member: Member; vnics: readonly VmVnic[] }[];
  /** Of VM NICs. */
  count: number;
};

type ValueOf = (vnic: VmVnic) => string | null;
/** An array: there are several. */
type Holders = Member | readonly Member[] | undefined;
type HoldersByValue = Map<string, Exclude<Holders, undefined>>;

const NONE: readonly VmVnic[] = [];

/**
 * On which nodes VM NICs have a value (a MAC, an address), rule by rule. Nearly all are claimed once, so no more than the node
 * is kept of them.
 */
export class ClaimedValues {
  readonly #valueOf: ValueOf;
  /** A node comes once for each of its VM NICs. */
  readonly #holdersByRule = new Map<string, HoldersByValue>();
  readonly #changedKeys = new Set<string>();

  constructor(valueOf: ValueOf) {
    this.#valueOf = valueOf;
  }

  /** What the node has now in place of what it had. */
  update(member: Member, earlier = NONE, now = NONE): void {
    for (const vnic of earlier) this.#each(vnic, member, without);
    for (const vnic of now) this.#each(vnic, member, joined);
  }

  /** Keys of values that several VM NICs have, or had. */
  takeChanged(): ReadonlySet<string> {
    const taken = new Set(this.#changedKeys);
    this.#changedKeys.clear();
    return taken;
  }

  get(key: string): ClaimedValue {
    const space = key.indexOf(" ");
    const [value, overlayRuleName] = [key.slice(0, space), key.slice(space + 1)];
    const holders = this.#holdersByRule.get(overlayRuleName)?.get(value);
    const members = [...new Set(listOf(holders))].toSorted(compareMembers);
    const items = members.map((member) => ({
      member,
      vnics: (member.node.facts?.vmVnics?.value ?? NONE).filter(
        (vnic) => vnic.overlayRuleName === overlayRuleName && this.#valueOf(vnic) === value,
      ),
    }));
    const count = items.reduce((sum, { vnics }) => sum + vnics.length, 0);
    return { overlayRuleName, value, items, count };
  }

  #each(vnic: VmVnic, member: Member, change: (holders: Holders, member: Member) => Holders): void {
    const value = this.#valueOf(vnic);
    const { overlayRuleName } = vnic;
    if (value === null || overlayRuleName === null) return;
    const holders =
      this.#holdersByRule.get(overlayRuleName) ?? new Map<string, Exclude<Holders, undefined>>();
    this.#holdersByRule.set(overlayRuleName, holders);
    const earlier = holders.get(value);
    const now = change(earlier, member);
    if (now) holders.set(value, now);
    else holders.delete(value);
    if (Array.isArray(earlier) || Array.isArray(now)) this.#changedKeys.add(`${value} ${overlayRuleName}`);
  }
}

function joined(holders: Holders, member: Member): Holders {
  return holders ? [...listOf(holders), member] : member;
}

function without(holders: Holders, member: Member): Holders {
  const all = listOf(holders);
  const position = all.indexOf(member);
  const rest = position < 0 ? all : all.toSpliced(position, 1);
  return rest.length > 1 ? rest : rest[0];
}

function listOf(holders: Holders): readonly Member[] {
  if (!holders) return [];
  return "node" in holders ? [holders] : holders;
}
