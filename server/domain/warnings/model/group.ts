import { compareMembers, type Member } from "./member.ts";
import { Members } from "./members.ts";
import { inOrder } from "../../in-order.ts";

/** Members that add the same to a group. */
export type Share<T> = { readonly text: string; readonly value: T; readonly members: Members };

/** What a member adds to a group. Without a text nothing is kept together: each member's value is its own. */
export type Saying<T> = { readonly text?: string | undefined; readonly value: T };

/** From so many different shares on they are found by a map. */
const INDEXED_FROM = 8;

/** What nodes say of one thing, the same sayings together. Most groups have one member, so that is kept small. */
export class Group<T> {
  readonly key: string;
  #only: Member | null = null;
  #onlyText: string | undefined;
  #onlyValue: T | undefined;
  #shares: Share<T>[] | null = null;
  #byText: Map<string, Share<T>> | null = null;
  #valueByMember: Map<Member, T> | null = null;
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
    if (shares.length < 2) return shares;
    if (this.#valueByMember) return shares.toSorted((a, b) => compareFirst(a.members, b.members));
    return shares.toSorted((a, b) => inOrder(a.text, b.text));
  }

  /** Answers the text that is kept, which is one for all that say the same. */
  add({ text, value }: Saying<T>, member: Member): string | undefined {
    this.#size += 1;
    if (this.#size === 1 && !this.#shares && !this.#valueByMember) {
      this.#only = member;
      this.#onlyText = text;
      this.#onlyValue = value;
      return text;
    }
    // The value of an only member is there.
    if (this.#only) this.#put({ text: this.#onlyText, value: this.#onlyValue as T }, this.#only);
    this.#only = null;
    this.#onlyValue = undefined;
    return this.#put({ text, value }, member);
  }

  delete(text: string | undefined, member: Member): void {
    if (this.#only === member) {
      this.#only = null;
      this.#onlyValue = undefined;
      this.#size -= 1;
    } else if (text === undefined) {
      if (this.#valueByMember?.delete(member)) this.#size -= 1;
    } else this.#deleteShared(text, member);
  }

  /** What a member says of its own; undefined: nothing, or it is kept with its text. */
  ownValue(member: Member): T | undefined {
    return this.#only === member ? this.#onlyValue : this.#valueByMember?.get(member);
  }

  /** null: there are none or several. */
  get onlyMember(): Member | null {
    if (this.#only || this.#size !== 1) return this.#only;
    if (this.#valueByMember) return this.#valueByMember.keys().next().value ?? null;
    return this.#shares?.[0]?.members.first(1)[0] ?? null;
  }

  /** What the only member says; undefined: there are none or several. */
  onlyValue(): T | undefined {
    if (this.#size !== 1) return undefined;
    return this.#only ? this.#onlyValue : this.#allShares()[0]?.value;
  }

  /** The first of all, or of the shares that are asked for, by hostname. */
  first(count: number, accepts?: (value: T) => boolean): Member[] {
    return this.items(count, accepts).map(({ member }) => member);
  }

  /** The same, each with what it says. */
  items(count = Infinity, accepts?: (value: T) => boolean): { member: Member; value: T }[] {
    if (this.#valueByMember) {
      const own: { member: Member; value: T }[] = [];
      for (const [member, value] of this.#valueByMember)
        if (!accepts || accepts(value)) own.push({ member, value });
      return own.toSorted((a, b) => compareMembers(a.member, b.member)).slice(0, count);
    }
    const shares = this.#allShares();
    const items = shares.flatMap(({ value, members }) =>
      !accepts || accepts(value) ? members.first(count).map((member) => ({ member, value })) : [],
    );
    if (shares.length < 2) return items;
    return items.toSorted((a, b) => compareMembers(a.member, b.member)).slice(0, count);
  }

  count(accepts: (value: T) => boolean): number {
    let count = 0;
    for (const { value, members } of this.#allShares()) if (accepts(value)) count += members.size;
    return count;
  }

  some(accepts: (value: T) => boolean): boolean {
    return this.#allShares().some(({ value }) => accepts(value));
  }

  #put({ text, value }: Saying<T>, member: Member): string | undefined {
    if (text === undefined) {
      this.#valueByMember ??= new Map();
      this.#valueByMember.set(member, value);
      return undefined;
    }
    const shares = (this.#shares ??= []);
    let share = this.#share(text);
    if (!share) {
      share = { text, value, members: new Members() };
      shares.push(share);
      this.#byText?.set(text, share);
      if (shares.length === INDEXED_FROM) this.#byText = new Map(shares.map((each) => [each.text, each]));
    }
    share.members.add(member);
    return share.text;
  }

  #deleteShared(text: string, member: Member): void {
    const share = this.#share(text);
    if (!this.#shares || !share?.members.delete(member)) return;
    this.#size -= 1;
    if (share.members.size > 0) return;
    this.#byText?.delete(text);
    const position = this.#shares.indexOf(share);
    const last = this.#shares.pop();
    if (last && last !== share) this.#shares[position] = last;
  }

  #allShares(): readonly Share<T>[] {
    if (this.#only)
      // The value of an only member is there.
      return [{ text: this.#onlyText ?? "", value: this.#onlyValue as T, members: Members.of(this.#only) }];
    if (!this.#valueByMember) return this.#shares ?? [];
    return Array.from(this.#valueByMember, ([member, value]) => ({
      text: "",
      value,
      members: Members.of(member),
    }));
  }

  #share(text: string): Share<T> | undefined {
    return this.#byText ? this.#byText.get(text) : this.#shares?.find((share) => share.text === text);
  }
}

function compareFirst(a: Members, b: Members): number {
  const [[first], [second]] = [a.first(1), b.first(1)];
  return first && second ? compareMembers(first, second) : 0;
}
