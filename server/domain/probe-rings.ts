/** What of a confirmed node its peers need to know to probe it. */
export type ProbePeer = {
  id: string;
  /** "": none, which is never the same as another's. */
  pdcName: string;
  adminAddress: string | null;
  externalAddress: string | null;
};

type Place = Pick<ProbePeer, "id" | "pdcName">;

/**
 * Who probes whom: each PDC's nodes are a ring in order of their ids, and each node probes its nearest successors, so that
 * every node is probed by as many as it probes. Of other PDCs each node draws some by hashes of both. Whoever comes or goes
 * moves few others: a link that was probed stays probed from refresh to refresh.
 */
export class ProbeRings {
  readonly #ringByPdcName: ReadonlyMap<string, readonly ProbePeer[]>;
  readonly #pdcNames: readonly string[];
  readonly #count: number;

  constructor(peers: readonly ProbePeer[]) {
    const ordered = peers.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    this.#ringByPdcName = Map.groupBy(ordered, ({ pdcName }) => pdcName);
    this.#pdcNames = [...this.#ringByPdcName.keys()].toSorted();
    this.#count = ordered.length;
  }

  /** Peers of the own PDC, and all others. */
  countsFrom(own: Place): { neighbours: number; elsewhere: number } {
    const ring = this.#ringOf(own.pdcName);
    const peersOfName = ring.length - (this.#isIn(ring, own) ? 1 : 0);
    const neighbours = own.pdcName === "" ? 0 : peersOfName;
    return { neighbours, elsewhere: this.#count - ring.length + peersOfName - neighbours };
  }

  /** The nearest successors in the own PDC. */
  neighboursOf(own: Place, limit: number): ProbePeer[] {
    return own.pdcName === "" ? [] : this.#successors(own, limit);
  }

  /** As many of each other PDC as of the next one; of more PDCs than `limit`, some. */
  sampleElsewhere(own: Place, limit: number): ProbePeer[] {
    const drawn = drawFor(own.id);
    const names = this.#pdcNames.filter((name) => name === "" || name !== own.pdcName);
    const some = leastOf(names, limit, drawn).map((name) =>
      leastOf(this.#ringOf(name), limit + 1, ({ id }) => drawn(id)).filter(({ id }) => id !== own.id),
    );
    const sample: ProbePeer[] = [];
    for (let round = 0; sample.length < limit && some.some((peers) => round < peers.length); round += 1) {
      sample.push(...some.flatMap((peers) => peers[round] ?? []));
    }
    return sample.slice(0, limit);
  }

  #successors(own: Place, limit: number): ProbePeer[] {
    const ring = this.#ringOf(own.pdcName);
    const first = this.#positionIn(ring, own);
    return fromRing(ring, first, limit + 1)
      .filter(({ id }) => id !== own.id)
      .slice(0, limit);
  }

  #ringOf(pdcName: string): readonly ProbePeer[] {
    return this.#ringByPdcName.get(pdcName) ?? [];
  }

  #isIn(ring: readonly ProbePeer[], { id }: Place): boolean {
    return ring[this.#positionIn(ring, { id })]?.id === id;
  }

  /** Of the node itself, or where it would be. */
  #positionIn(ring: readonly ProbePeer[], { id }: Pick<Place, "id">): number {
    let [low, high] = [0, ring.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ring[middle]?.id ?? id) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** At most so many of a ring from a position on, each once. */
function fromRing<T>(ring: readonly T[], first: number, limit: number): T[] {
  const start = ring.length === 0 ? 0 : first % ring.length;
  const some = ring.slice(start, start + limit);
  return [...some, ...ring.slice(0, Math.min(start, limit - some.length))];
}

/** A number for each text, in another order for each `seed` (FNV-1a, then mixed as MurmurHash3 ends). */
function drawFor(seed: string): (text: string) => number {
  const start = hashed(2_166_136_261, seed);
  return (text) => {
    let hash = hashed(start, text);
    hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
    hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
    return (hash ^ (hash >>> 16)) >>> 0;
  };
}

function hashed(start: number, text: string): number {
  let hash = start;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  }
  return hash;
}

/** At most `limit` items with the least values, in order of these. */
function leastOf<T>(items: readonly T[], limit: number, valueOf: (item: T) => number): T[] {
  const least: { item: T; value: number }[] = [];
  for (const item of items) {
    const value = valueOf(item);
    const last = least.at(-1);
    if (last && least.length >= limit && value >= last.value) continue;
    const position = least.findIndex((other) => other.value > value);
    least.splice(position < 0 ? least.length : position, 0, { item, value });
    if (least.length > limit) least.pop();
  }
  return least.map(({ item }) => item);
}
