import type { Node } from "../../node.ts";
import { Group } from "./group.ts";
import type { Member } from "./member.ts";
import type { Cloud } from "./rule.ts";

/** What one node says of one thing. Equal texts mean equal values. */
export type Contribution<T> = { key: string; text: string; value: T };

/** What nodes are grouped by: each says which groups it is in. A key comes once a node. */
export type Table<T> = {
  readonly name: string;
  scan(node: Node, cloud: Cloud): Contribution<T>[];
  /** Tables whose groups of the same key are judged with this one in view. */
  readonly concerns?: readonly Table<unknown>[];
  /** Groups of another table that `scan` looks at: when one of them changes, the node is asked again. */
  readonly looksUp?: { table: Table<unknown>; keysOf(node: Node): Iterable<string> };
};

/** What one node said: texts by the position of their key. */
type Said = { keys: readonly string[]; texts: readonly string[] };

/** The groups of one table, kept up node by node. */
export class Groups<T> {
  readonly table: Table<T>;
  readonly #groupByKey = new Map<string, Group<T>>();
  readonly #saidBy = new Map<Member, Said>();

  constructor(table: Table<T>) {
    this.table = table;
  }

  get(key: string): Group<T> | undefined {
    return this.#groupByKey.get(key);
  }

  isIn(member: Member, key: string): boolean {
    return this.#saidBy.get(member)?.keys.includes(key) ?? false;
  }

  get keys(): Iterable<string> {
    return this.#groupByKey.keys();
  }

  get size(): number {
    return this.#groupByKey.size;
  }

  /** Takes in what the member is now; tells each group that is no longer what it was. */
  update(member: Member, cloud: Cloud, changed: (key: string) => void): void {
    const earlier = this.#saidBy.get(member);
    const said = this.table.scan(member.node, cloud);
    if (said.length === 0 && !earlier) return;
    const left = new Map(earlier?.keys.map((key, position) => [key, earlier.texts[position] ?? ""]));
    for (const { key, text, value } of said) {
      const before = left.get(key);
      left.delete(key);
      if (before === text) continue;
      const group = this.#groupByKey.get(key) ?? new Group<T>(key);
      if (before !== undefined) group.delete(before, member);
      else if (group.size === 0) this.#groupByKey.set(key, group);
      group.add(text, value, member);
      changed(key);
    }
    for (const [key, text] of left) this.#leave(key, text, member, changed);
    if (said.length > 0) {
      this.#saidBy.set(member, { keys: said.map(({ key }) => key), texts: said.map(({ text }) => text) });
    } else this.#saidBy.delete(member);
  }

  remove(member: Member, changed: (key: string) => void): void {
    const said = this.#saidBy.get(member);
    for (const [position, key] of said?.keys.entries() ?? []) {
      this.#leave(key, said?.texts[position] ?? "", member, changed);
    }
    this.#saidBy.delete(member);
  }

  #leave(key: string, text: string, member: Member, changed: (key: string) => void): void {
    const group = this.#groupByKey.get(key);
    group?.delete(text, member);
    if (group?.size === 0) this.#groupByKey.delete(key);
    changed(key);
  }
}
