import { compareMembers, type Member } from "./member.ts";
import { Members } from "./members.ts";

/** Members that add the same to a group. */
export type Share<T> = { readonly text: string; readonly value: T; readonly members: Members };

/** From so many different shares on they are found by a map. */
const INDEXED_FROM = 8;

/** What nodes say of one thing, the same sayings together. Most groups have one member, so that is kept small. */
export class Group<T> {
  readonly key: string;
  #only: { text: string; value: T; member: Member } | null = null;
  #shares: Share<T>[] | null = null;
  #byText: Map<string, Share<T>> | null = null;
  #size = 0;

  constructor(key: string) {
    this.key = key;
  }

  get size(): number {
    return this.#size;
  }

  /** In an order that does not depend on how the group came about. */
  get shares(): readonly Share<T>[] {
    const shares = this.#allShares();
    return shares.length < 2
      ? shares
      : shares.toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  }

  add(text: string, value: T, member: Member): void {
    this.#size += 1;
    if (this.#size === 1 && !this.#shares) {
      this.#only = { text, value, member };
      return;
    }
    const shares = (this.#shares ??= [...this.#allShares()]);
    this.#only = null;
    let share = this.#share(text);
    if (!share) {
      share = { text, value, members: new Members() };
      shares.push(share);
      this.#byText?.set(text, share);
      if (shares.length === INDEXED_FROM) this.#byText = new Map(shares.map((each) => [each.text, each]));
    }
    share.members.add(member);
  }

  delete(text: string, member: Member): void {
    if (this.#only?.member === member) {
      this.#only = null;
      this.#size -= 1;
      return;
    }
    const share = this.#share(text);
    if (!this.#shares || !share?.members.delete(member)) return;
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
  items(count = Infinity, accepts?: (value: T) => boolean): { member: Member; value: T }[] {
    const shares = this.#allShares();
    const items = shares.flatMap(({ value, members }) =>
      !accepts || accepts(value) ? members.first(count).map((member) => ({ member, value })) : [],
    );
    if (shares.length < 2) return items;
    return items.toSorted((a, b) => compareMembers(a.member, b.member)).slice(0, count);
  }

  count(accepts: (value: T) => boolean): number {
    return this.#allShares().reduce(
      (sum, { value, members }) => sum + (accepts(value) ? members.size : 0),
      0,
    );
  }

  some(accepts: (value: T) => boolean): boolean {
    return this.#only ? accepts(this.#only.value) : this.#allShares().some(({ value }) => accepts(value));
  }

  #allShares(): readonly Share<T>[] {
    if (!this.#only) return this.#shares ?? [];
    const { text, value, member } = this.#only;
    const members = new Members();
    members.add(member);
    return [{ text, value, members }];
  }

  #share(text: string): Share<T> | undefined {
    return this.#byText ? this.#byText.get(text) : this.#shares?.find((share) => share.text === text);
  }
}
