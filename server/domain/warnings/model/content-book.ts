import type { ArpEntry } from "../../facts.ts";

/** Of FNV-1a. */
const PRIME = 0x01000193;
/** Of a MAC address, its last ones: those that tell most apart. */
const DIGESTED_CHARACTERS = 5;

/** MAC addresses in the order of a table; equal ones are one, however their entries differ. */
export type MacIndex = {
  readonly id: number;
  /** The node takes the last of several entries for one MAC. */
  readonly positionByMac: ReadonlyMap<string, number>;
};

type Content = { readonly id: number; readonly entries: readonly ArpEntry[]; readonly macs: MacIndex };
type Listed = MacIndex & { readonly entries: readonly ArpEntry[] };

/** Equal tables get one number and one index, whoever holds them; forgotten with the last value that had it. */
export class ContentBook {
  readonly #contentOf = new WeakMap<readonly ArpEntry[], Content>();
  readonly #contents = new Interned<Content>(areEntriesEqual);
  readonly #indexes = new Interned<Listed>(areMacsEqual);

  idOf(entries: readonly ArpEntry[]): number {
    return this.#content(entries).id;
  }

  macsOf(entries: readonly ArpEntry[]): MacIndex {
    return this.#content(entries).macs;
  }

  #content(entries: readonly ArpEntry[]): Content {
    const known = this.#contentOf.get(entries);
    if (known) return known;
    const digests = digestsOf(entries);
    const content = this.#contents.of(entries, digests.whole, (id) => ({
      id,
      entries,
      macs: this.#indexes.of(entries, digests.macs, (number) => ({
        id: number,
        entries,
        positionByMac: new Map(entries.map(({ macAddress }, position) => [macAddress, position])),
      })),
    }));
    this.#contentOf.set(entries, content);
    return content;
  }
}

/** After so many new ones, those that nobody holds any more are forgotten. */
const SWEPT_EVERY = 10_000;

/** One value for all entries that are equal, held as long as somebody holds it. */
class Interned<T extends { id: number; entries: readonly ArpEntry[] }> {
  readonly #isEqual: (a: readonly ArpEntry[], b: readonly ArpEntry[]) => boolean;
  readonly #refsByDigest = new Map<number, WeakRef<T>[]>();
  #lastId = 0;

  constructor(isEqual: (a: readonly ArpEntry[], b: readonly ArpEntry[]) => boolean) {
    this.#isEqual = isEqual;
  }

  of(entries: readonly ArpEntry[], digest: number, make: (id: number) => T): T {
    const alike = (this.#refsByDigest.get(digest) ?? []).flatMap((ref) => ref.deref() ?? []);
    const equal = alike.find((each) => this.#isEqual(each.entries, entries));
    if (equal) return equal;
    const made = make((this.#lastId += 1));
    const refs = [...alike, made].map((each) => new WeakRef(each));
    this.#refsByDigest.set(digest, refs);
    if (made.id % SWEPT_EVERY === 0) this.#sweep();
    return made;
  }

  #sweep(): void {
    for (const [digest, refs] of this.#refsByDigest) {
      if (refs.every((ref) => !ref.deref())) this.#refsByDigest.delete(digest);
    }
  }
}

/** Only to find equal ones quickly: whether they are equal is looked at. */
function digestsOf(entries: readonly ArpEntry[]): { macs: number; whole: number } {
  let macs = entries.length;
  let whole = 0;
  for (const { macAddress, peerAddress, port } of entries) {
    for (
      let position = macAddress.length - DIGESTED_CHARACTERS;
      position < macAddress.length;
      position += 1
    ) {
      macs = Math.imul(macs ^ macAddress.charCodeAt(position), PRIME);
    }
    whole = Math.imul(whole ^ port, PRIME);
    whole = Math.imul(whole ^ peerAddress.charCodeAt(peerAddress.length - 1), PRIME);
    whole = Math.imul(whole ^ peerAddress.charCodeAt(0), PRIME);
  }
  return { macs, whole: Math.imul(whole ^ macs, PRIME) };
}

function areMacsEqual(a: readonly ArpEntry[], b: readonly ArpEntry[]): boolean {
  return (
    a.length === b.length && a.every(({ macAddress }, position) => macAddress === b[position]?.macAddress)
  );
}

function areEntriesEqual(a: readonly ArpEntry[], b: readonly ArpEntry[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((entry, position) => {
    const other = b[position];
    return (
      other !== undefined &&
      entry.macAddress === other.macAddress &&
      entry.arpAddress === other.arpAddress &&
      entry.peerAddress === other.peerAddress &&
      entry.port === other.port
    );
  });
}
