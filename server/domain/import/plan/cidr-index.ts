import type { Ipv4Cidr } from "../../ipv4.ts";

type Branch<T> = { items: T[]; count: number; zero: Branch<T> | null; one: Branch<T> | null };

/** Subnets by their bits: what overlaps one is on the way to it or below it, whatever the number of the others. */
export class CidrIndex<T> {
  readonly #root: Branch<T> = makeBranch();

  add(cidr: Ipv4Cidr, item: T): void {
    let branch = this.#root;
    branch.count += 1;
    for (let depth = 0; depth < cidr.prefixLength; depth += 1) {
      const side = sideOf(cidr, depth);
      const next: Branch<T> = branch[side] ?? makeBranch();
      branch[side] = next;
      next.count += 1;
      branch = next;
    }
    branch.items.push(item);
  }

  remove(cidr: Ipv4Cidr, item: T): void {
    const path = this.#pathTo(cidr);
    const last = path.at(-1);
    const position = path.length === cidr.prefixLength + 1 ? (last?.items.indexOf(item) ?? -1) : -1;
    if (!last || position < 0) return;
    last.items.splice(position, 1);
    for (const branch of path) branch.count -= 1;
  }

  /** Those that overlap, the widest first. */
  *overlapping(cidr: Ipv4Cidr): Generator<T> {
    const path = this.#pathTo(cidr);
    for (const branch of path) yield* branch.items;
    const last = path.at(-1);
    if (last && path.length === cidr.prefixLength + 1) yield* below(last);
  }

  #pathTo(cidr: Ipv4Cidr): Branch<T>[] {
    const path = [this.#root];
    let branch: Branch<T> | null = this.#root;
    for (let depth = 0; depth < cidr.prefixLength; depth += 1) {
      branch = branch[sideOf(cidr, depth)];
      if (!branch) break;
      path.push(branch);
    }
    return path;
  }
}

function* below<T>(branch: Branch<T>): Generator<T> {
  const open = [branch.one, branch.zero];
  while (open.length > 0) {
    const next = open.pop();
    if (!next || next.count === 0) continue;
    yield* next.items;
    open.push(next.one, next.zero);
  }
}

function makeBranch<T>(): Branch<T> {
  return { items: [], count: 0, zero: null, one: null };
}

function sideOf({ address }: Ipv4Cidr, depth: number): "zero" | "one" {
  return (address >>> (31 - depth)) & 1 ? "one" : "zero";
}
