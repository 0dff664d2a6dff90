import type { FactPartName } from "../../facts.ts";
import type { Node } from "../../node.ts";
import { Group, type Saying } from "./group.ts";
import type { Member } from "./member.ts";
import type { Cloud } from "./rule.ts";

/** What one node says of one thing. Equal texts mean equal values. */
export type Contribution<T> = Saying<T> & { readonly key: string };

/** What nodes are grouped by: each says which groups it is in. A key comes once a node. */
export type Table<T> = {
  readonly name: string;
  scan(node: Node, cloud: Cloud): Contribution<T>[];
  /**
   * Where hardly two nodes say the same: contributions come without texts, nothing is kept together, and what a node says is
   * compared with what it said before.
   */
  isSame?(earlier: T, now: T): boolean;
  /** All that `scan` looks at beside claims to MACs: where none of it was read again the node is not asked again. */
  readonly reads?: readonly FactPartName[];
  /** A group in which one node alone says this is nothing to any rule. */
  isQuiet?(value: T): boolean;
  /** Tables whose groups of the same key are judged with this one in view. */
  readonly concerns?: readonly Table<unknown>[];
  /** Groups of another table that `scan` looks at: when some of them change, nodes that see one are asked again. */
  readonly looksUp?: { table: Table<unknown>; sees(node: Node, keys: ReadonlySet<string>): boolean };
};

/** The groups that one node is in, and the texts of what it said, by their positions. */
type Said<T> = { readonly groups: readonly Group<T>[]; readonly texts: readonly (string | undefined)[] };

const NOTHING: Said<never> = { groups: [], texts: [] };
const NO_TEXTS: Said<never>["texts"] = [];
const NO_POSITIONS: ReadonlyMap<string, number> = new Map();

/** The node says what it said before, as far as that can be told without asking it. */
export function saysTheSame({ reads }: Table<unknown>, earlier: Node, now: Node): boolean {
  const [before, after] = [earlier.facts, now.facts];
  if (!reads || !before || !after || earlier.macClaims !== now.macClaims) return false;
  return reads.every((part) => before[part] === after[part]);
}

/** The groups of one table, kept up node by node. */
export class Groups<T> {
  readonly table: Table<T>;
  readonly #groupByKey = new Map<string, Group<T>>();
  readonly #saidBy = new Map<Member, Said<T>>();

  constructor(table: Table<T>) {
    this.table = table;
  }

  get(key: string): Group<T> | undefined {
    return this.#groupByKey.get(key);
  }

  isIn(member: Member, key: string): boolean {
    const group = this.#groupByKey.get(key);
    return group !== undefined && (this.#saidBy.get(member)?.groups.includes(group) ?? false);
  }

  get keys(): Iterable<string> {
    return this.#groupByKey.keys();
  }

  get size(): number {
    return this.#groupByKey.size;
  }

  /** Takes in what the member is now; tells each group that is no longer what it was. */
  update(member: Member, cloud: Cloud, changed: (key: string) => void): void {
    const earlier = this.#saidBy.get(member) ?? NOTHING;
    const said = this.table.scan(member.node, cloud);
    if (earlier === NOTHING) {
      if (said.length > 0) this.#enter(member, said, changed);
      return;
    }
    const positionOf = positionsIn(earlier.groups, said);
    const groups = said.map(({ key }) => this.#groupByKey.get(key) ?? this.#begin(key));
    const texts = said.map((contribution, at) => {
      const group = groups[at] ?? this.#begin(contribution.key);
      const position = positionOf ? positionOf.get(contribution.key) : at;
      return position === undefined
        ? this.#join(group, contribution, member, changed)
        : this.#tellAgain(group, contribution, earlier.texts[position], member, changed);
    });
    if (positionOf && positionOf.size > 0) {
      const kept = new Set(groups);
      for (const [position, group] of earlier.groups.entries())
        if (!kept.has(group)) this.#leave(group, earlier.texts[position], member, changed);
    }
    if (groups.length === 0) this.#saidBy.delete(member);
    else this.#saidBy.set(member, { groups, texts: this.table.isSame ? NO_TEXTS : texts });
  }

  remove(member: Member, changed: (key: string) => void): void {
    const { groups, texts } = this.#saidBy.get(member) ?? NOTHING;
    for (const [position, group] of groups.entries()) this.#leave(group, texts[position], member, changed);
    this.#saidBy.delete(member);
  }

  /** Of a member that is in no group yet. */
  #enter(member: Member, said: readonly Contribution<T>[], changed: (key: string) => void): void {
    const groups: Group<T>[] = [];
    const texts: (string | undefined)[] = [];
    for (const contribution of said) {
      const group = this.#groupByKey.get(contribution.key) ?? this.#begin(contribution.key);
      groups.push(group);
      const text = this.#join(group, contribution, member, changed);
      if (!this.table.isSame) texts.push(text);
    }
    this.#saidBy.set(member, { groups, texts: this.table.isSame ? NO_TEXTS : texts });
  }

  #begin(key: string): Group<T> {
    const group = new Group<T>(key);
    this.#groupByKey.set(key, group);
    return group;
  }

  #join(
    group: Group<T>,
    contribution: Contribution<T>,
    member: Member,
    changed: (key: string) => void,
  ): string | undefined {
    const wasQuiet = this.#isQuiet(group);
    const text = group.add(contribution, member);
    if (!wasQuiet || !this.#isQuiet(group)) changed(group.key);
    return text;
  }

  #tellAgain(
    group: Group<T>,
    contribution: Contribution<T>,
    earlier: string | undefined,
    member: Member,
    changed: (key: string) => void,
  ): string | undefined {
    const { isSame } = this.table;
    if (!isSame && contribution.text === earlier) return earlier;
    const value = group.ownValue(member);
    const isAlike = value !== undefined && isSame?.(value, contribution.value);
    const wasQuiet = this.#isQuiet(group);
    // Also where it is the same, so that earlier facts are let go.
    group.delete(earlier, member);
    const text = group.add(contribution, member);
    if (!isAlike && !(wasQuiet && this.#isQuiet(group))) changed(group.key);
    return text;
  }

  #leave(group: Group<T>, text: string | undefined, member: Member, changed: (key: string) => void): void {
    const wasQuiet = this.#isQuiet(group);
    group.delete(text, member);
    if (group.size === 0) this.#groupByKey.delete(group.key);
    if (!wasQuiet) changed(group.key);
  }

  #isQuiet(group: Group<T>): boolean {
    const { isQuiet } = this.table;
    if (!isQuiet || group.size > 1) return false;
    const value = group.onlyValue();
    return value === undefined || isQuiet(value);
  }
}

/** Where the groups of these keys were among the earlier ones; null: each where it is now. */
function positionsIn(
  earlier: readonly Group<unknown>[],
  said: readonly { key: string }[],
): ReadonlyMap<string, number> | null {
  if (earlier.length === 0) return NO_POSITIONS;
  if (earlier.length === said.length && said.every(({ key }, at) => key === earlier[at]?.key)) return null;
  return new Map(earlier.map(({ key }, position) => [key, position]));
}
