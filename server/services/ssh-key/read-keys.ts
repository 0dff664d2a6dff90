import type { KeyRing, KeySource } from "#server/adapters/ssh/key-ring.ts";
import type { Db } from "#db/client.ts";
import { listKeyChecks, listSshKeys, type SshKeyRow } from "#db/queries/ssh-key.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { countKeyChecks, type KeyCheck, type KeyCheckCounts } from "#server/domain/ssh-key.ts";

/** The public half of a key, and what nodes say to it. */
export type SshKeySummary = SshKeyRow & {
  /** Where the process that answers has the private half; null: it has not. */
  source: KeySource | null;
  counts: KeyCheckCounts;
  checks: KeyCheck[];
};

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
    const checks = await listKeyChecks(db, row.fingerprint);
    const source = held.find(({ fingerprint }) => fingerprint === row.fingerprint)?.source ?? null;
    keys.push({ ...row, source, counts: countKeyChecks(checks), checks });
  }
  const isListed = new Set(rows.map(({ fingerprint }) => fingerprint));
  return {
    keys,
    available: held
      .filter(({ fingerprint }) => !isListed.has(fingerprint))
      .map(({ fingerprint, publicKey, source }) => ({ fingerprint, publicKey, source })),
  };
}
