import { compareMembers, type Member } from "./member.ts";

/** Members in the order of their hostnames; a member must leave before its hostname changes. */
export class Members {
  readonly #ordered: Member[] = [];

  static of(member: Member): Members {
    const members = new Members();
    members.add(member);
    return members;
  }

  get size(): number {
    return this.#ordered.length;
  }

  add(member: Member): void {
    const last = this.#ordered.at(-1);
    if (!last || compareMembers(last, member) < 0) this.#ordered.push(member);
    else this.#ordered.splice(this.#positionOf(member), 0, member);
  }

  delete(member: Member): boolean {
    const position = this.#positionOf(member);
    if (this.#ordered[position] !== member) return false;
    this.#ordered.splice(position, 1);
    return true;
  }

  first(count: number): Member[] {
    return this.#ordered.slice(0, count);
  }

  [Symbol.iterator](): Iterator<Member> {
    return this.#ordered[Symbol.iterator]();
  }

  /** Where it is, or would be. */
  #positionOf(member: Member): number {
    let [low, high] = [0, this.#ordered.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#ordered[middle];
      if (other && compareMembers(other, member) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
