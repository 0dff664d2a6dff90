import type { ArpEntry } from "../../facts.ts";

/** Of FNV-1a. */
const PRIME = 0x01000193;
/** Of a MAC address, its last ones: those that tell most apart. */
const DIGESTED_CHARACTERS = 5;

type Content = { id: number; entries: readonly ArpEntry[]; byMac: ReadonlyMap<string, ArpEntry> };

/** After so many new ones, those that nobody holds any more are forgotten. */
const SWEPT_EVERY = 10_000;

/** Equal tables get one number and one index, whoever holds them; forgotten with the last value that had it. */
export class ContentBook {
  readonly #contentOf = new WeakMap<readonly ArpEntry[], Content>();
  readonly #contentsByDigest = new Map<number, WeakRef<Content>[]>();
  #lastId = 0;

  idOf(entries: readonly ArpEntry[]): number {
    return this.#content(entries).id;
  }

  /** The node takes the last of several entries for one MAC. */
  byMac(entries: readonly ArpEntry[]): ReadonlyMap<string, ArpEntry> {
    return this.#content(entries).byMac;
  }

  #content(entries: readonly ArpEntry[]): Content {
    const known = this.#contentOf.get(entries);
    if (known) return known;
    const digest = digestOf(entries);
    const alike = (this.#contentsByDigest.get(digest) ?? []).flatMap((ref) => ref.deref() ?? []);
    const equal = alike.find((content) => areEntriesEqual(content.entries, entries));
    const content = equal ?? {
      id: (this.#lastId += 1),
      entries,
      byMac: new Map(entries.map((entry) => [entry.macAddress, entry])),
    };
    this.#contentOf.set(entries, content);
    if (!equal)
      this.#contentsByDigest.set(
        digest,
        [...alike, content].map((each) => new WeakRef(each)),
      );
    if (!equal && content.id % SWEPT_EVERY === 0) this.#sweep();
    return content;
  }

  #sweep(): void {
    for (const [digest, refs] of this.#contentsByDigest) {
      if (refs.every((ref) => !ref.deref())) this.#contentsByDigest.delete(digest);
    }
  }
}

/** Only to find equal ones quickly: whether they are equal is looked at. */
function digestOf(entries: readonly ArpEntry[]): number {
  let digest = entries.length;
  for (const { macAddress, peerAddress, port } of entries) {
    digest = Math.imul(digest ^ port, PRIME);
    for (
      let position = macAddress.length - DIGESTED_CHARACTERS;
      position < macAddress.length;
      position += 1
    ) {
      digest = Math.imul(digest ^ macAddress.charCodeAt(position), PRIME);
    }
    digest = Math.imul(digest ^ peerAddress.charCodeAt(peerAddress.length - 1), PRIME);
  }
  return digest;
}

export function areEntriesEqual(a: readonly ArpEntry[], b: readonly ArpEntry[]): boolean {
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
