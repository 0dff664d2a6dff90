import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { identityOf, newPrivateKey, type SshIdentity, writePrivateKey } from "./ssh-identity.ts";

/** Where this process has a key from. */
export type KeySource = "data-folder" | "file" | "environment" | "agent";

export type HeldKey = SshIdentity & { source: KeySource };

const KEY_FILE_BYTES_MAX = 64 * 1024;

/** The private keys this process holds: those of its data folder, and what its environment gave it. They never leave it. */
export class KeyRing {
  readonly #folder: string;
  readonly #given: readonly HeldKey[];
  readonly #found = new Map<string, HeldKey>();

  constructor(folder: string, given: readonly HeldKey[] = []) {
    this.#folder = folder;
    this.#given = given;
  }

  /** Read anew each time: another process, or a person, may have put a key there. */
  all(): HeldKey[] {
    const held = new Map(this.#given.map((key) => [key.fingerprint, key]));
    for (const { identity } of this.#files()) {
      if (!held.has(identity.fingerprint))
        held.set(identity.fingerprint, { ...identity, source: "data-folder" });
    }
    return [...held.values()];
  }

  find(fingerprint: string): HeldKey | null {
    const found = this.#found.get(fingerprint) ?? this.all().find((key) => key.fingerprint === fingerprint);
    if (found) this.#found.set(fingerprint, found);
    return found ?? null;
  }

  /** A new ed25519 key in the data folder. */
  generate(): HeldKey {
    const identity = identityOf(newPrivateKey());
    const name = `key-${Buffer.from(identity.fingerprint).toString("hex").slice(14, 30)}`;
    if (!("privateKey" in identity.credential)) throw new Error("a new key has no private half");
    writePrivateKey(join(this.#folder, name), identity.credential.privateKey);
    return { ...identity, source: "data-folder" };
  }

  /** Deletes it from the data folder; what the environment gave stays where it is. */
  forget(fingerprint: string): void {
    this.#found.delete(fingerprint);
    for (const { path, identity } of this.#files()) {
      if (identity.fingerprint === fingerprint) rmSync(path);
    }
  }

  #files(): { path: string; identity: SshIdentity }[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .toSorted()
      .flatMap((name) => {
        const path = join(this.#folder, name);
        const stat = statSync(path);
        if (!stat.isFile() || stat.size > KEY_FILE_BYTES_MAX) return [];
        try {
          return [{ path, identity: identityOf(readFileSync(path, "utf8")) }];
        } catch {
          // Public halves and whatever else lies there.
          return [];
        }
      });
  }
}
