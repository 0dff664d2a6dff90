import { nameSimilarity, similarityKeys } from "../similar-names.ts";

/** PDC names that may be meant as one, found by what they have in common and not by pairing all of them. */
export class SimilarNames {
  readonly #namesByKey = new Map<string, Set<string>>();
  readonly #nearByName = new Map<string, Set<string>>();

  add(name: string): void {
    if (this.#nearByName.has(name)) return;
    const near = new Set<string>();
    for (const key of similarityKeys(name)) {
      const names = this.#namesByKey.get(key) ?? new Set<string>();
      this.#namesByKey.set(key, names);
      for (const other of names) if (!near.has(other) && nameSimilarity(name, other)) near.add(other);
      names.add(name);
    }
    this.#nearByName.set(name, near);
    for (const other of near) this.#nearByName.get(other)?.add(name);
  }

  delete(name: string): void {
    for (const other of this.#nearByName.get(name) ?? []) this.#nearByName.get(other)?.delete(name);
    if (!this.#nearByName.delete(name)) return;
    for (const key of similarityKeys(name)) {
      const names = this.#namesByKey.get(key);
      names?.delete(name);
      if (names?.size === 0) this.#namesByKey.delete(key);
    }
  }

  near(name: string): ReadonlySet<string> {
    return this.#nearByName.get(name) ?? NONE;
  }
}

const NONE: ReadonlySet<string> = new Set();
