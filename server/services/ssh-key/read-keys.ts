import type { KeyRing, KeySource } from "#server/adapters/ssh/key-ring.ts";
import type { Db } from "#db/client.ts";
import {
  countKeyChecksByState,
  listKeyChecks,
  listSshKeys,
  markOfRest,
  type SshKeyRow,
} from "#db/queries/ssh-key.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { countKeyChecks, type KeyCheck, type KeyCheckCounts } from "#server/domain/ssh-key.ts";

/** The public half of a key, and what nodes say to it. */
export type SshKeySummary = SshKeyRow & {
  /** Where the process that answers has the private half; null: it has not. */
  source: KeySource | null;
  counts: KeyCheckCounts;
  /** The first of those that matter: nodes that have not let a next key in, or still let an old one in. */
  listed: KeyCheck[];
  /** See `SshKeySwitch`; "" of the one in use, as nobody switches to it. */
  restMark: string;
};

const LISTED_MAX = 200;

export type SshKeys = {
  keys: SshKeySummary[];
  /** Held by the process that answers, and not among `keys`. */
  available: { fingerprint: string; publicKey: string; source: KeySource }[];
};

export async function listKeys(
  { db, keyRing }: { db: Db; keyRing: KeyRing },
  _grant: Grant<"node:read", AllVdcs>,
): Promise<SshKeys> {
  const held = keyRing.all();
  const rows = await listSshKeys(db);
  const keys: SshKeySummary[] = [];
  for (const row of rows) {
    const { fingerprint, role } = row;
    const isInUse = role === "active";
    const which = role === "old" ? "accepted" : "rest";
    const counts = countKeyChecks(await countKeyChecksByState(db, fingerprint));
    const listed = isInUse ? [] : await listKeyChecks(db, fingerprint, { which, limit: LISTED_MAX });
    const restMark = isInUse ? "" : await markOfRest(db, fingerprint);
    const source = held.find((key) => key.fingerprint === fingerprint)?.source ?? null;
    keys.push({ ...row, source, counts, listed, restMark });
  }
  const isListed = new Set(rows.map(({ fingerprint }) => fingerprint));
  return {
    keys,
    available: held
      .filter(({ fingerprint }) => !isListed.has(fingerprint))
      .map(({ fingerprint, publicKey, source }) => ({ fingerprint, publicKey, source })),
  };
}
