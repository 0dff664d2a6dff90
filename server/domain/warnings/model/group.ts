import { compareMembers, type Member } from "./member.ts";
import { Members } from "./members.ts";

/** Members that add the same to a group. */
export type Share<T> = { readonly text: string; readonly value: T; readonly members: Members };

/** From so many different shares on they are found by a map. */
const INDEXED_FROM = 8;

/** What nodes say of one thing, the same sayings together. */
export class Group<T> {
  #shares: Share<T>[] = [];
  #byText: Map<string, Share<T>> | null = null;
  #size = 0;

  readonly key: string;

  constructor(key: string) {
    this.key = key;
  }

  get size(): number {
    return this.#size;
  }

  /** In an order that does not depend on how the group came about. */
  get shares(): readonly Share<T>[] {
    return this.#shares.length < 2
      ? this.#shares
      : this.#shares.toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  }

  add(text: string, value: T, member: Member): void {
    let share = this.#share(text);
    if (!share) {
      share = { text, value, members: new Members() };
      this.#shares.push(share);
      this.#byText?.set(text, share);
      if (this.#shares.length === INDEXED_FROM)
        this.#byText = new Map(this.#shares.map((each) => [each.text, each]));
    }
    share.members.add(member);
    this.#size += 1;
  }

  delete(text: string, member: Member): void {
    const share = this.#share(text);
    if (!share?.members.delete(member)) return;
    this.#size -= 1;
    if (share.members.size > 0) return;
    this.#byText?.delete(text);
    const position = this.#shares.indexOf(share);
    const last = this.#shares.pop();
    if (last && last !== share) this.#shares[position] = last;
  }

  /** The first of all, or of the shares that are asked for, by hostname. */
  first(count: number, accepts?: (value: T) => boolean): Member[] {
    return this.items(count, accepts).map(({ member }) => member);
  }

  /** The same, each with what it says. */
  items(count = Infinity, accepts: (value: T) => boolean = () => true): { member: Member; value: T }[] {
    const items = this.#shares.flatMap(({ value, members }) =>
      accepts(value) ? members.first(count).map((member) => ({ member, value })) : [],
    );
    if (this.#shares.length === 1) return items;
    return items.toSorted((a, b) => compareMembers(a.member, b.member)).slice(0, count);
  }

  count(accepts: (value: T) => boolean): number {
    return this.#shares.reduce((sum, { value, members }) => sum + (accepts(value) ? members.size : 0), 0);
  }

  #share(text: string): Share<T> | undefined {
    return this.#byText ? this.#byText.get(text) : this.#shares.find((share) => share.text === text);
  }
}
