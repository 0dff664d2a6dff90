import type { ArpEntry } from "../../facts.ts";

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
    const equal = alike.find((content) => areEqual(content.entries, entries));
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
  for (const { macAddress, peerAddress } of entries) {
    digest = mixed(mixed(digest, macAddress), peerAddress);
  }
  return digest;
}

function mixed(digest: number, text: string): number {
  let result = digest;
  for (let position = 0; position < text.length; position += 1) {
    result = Math.imul(result ^ text.charCodeAt(position), 0x01000193);
  }
  return result;
}

function areEqual(a: readonly ArpEntry[], b: readonly ArpEntry[]): boolean {
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
