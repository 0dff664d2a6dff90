import type { HeldKey, KeyRing } from "#server/adapters/ssh/key-ring.ts";
import { NodeConnectionError } from "#server/adapters/ssh/node-connection-error.ts";
import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { findActiveSshKey, insertSshKey, lockSshKeys, setSshKeyRole } from "#db/queries/ssh-key.ts";

type Deps = { db: Db; keyRing: KeyRing };

/** Throws `NodeConnectionError` where this process does not hold it. */
export function heldKey(keyRing: KeyRing, fingerprint: string | null): HeldKey {
  const held = fingerprint === null ? null : keyRing.find(fingerprint);
  if (held) return held;
  throw new NodeConnectionError(
    "authentication",
    `This server does not hold the SSH key ${fingerprint ?? ""} with which nodes are asked; put it back, or prepare another on the page Settings.`,
  );
}

/** The key all processes ask nodes with. */
export async function activeKey({ db, keyRing }: Deps): Promise<HeldKey> {
  return heldKey(keyRing, (await findActiveSshKey(db))?.fingerprint ?? null);
}

/**
 * At start: a key given by the environment takes over when nobody holds the recorded one here; the first start records
 * whatever key there is. What operators switched to stays.
 */
export async function settleActiveKey({ db, keyRing }: Deps, configured: HeldKey, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const keys = await lockSshKeys(tx);
    const active = keys.find(({ role }) => role === "active");
    if (active && keyRing.find(active.fingerprint)) return;
    if (active && configured.source === "data-folder") return;
    if (active) await setSshKeyRole(tx, active.fingerprint, "old", now);
    const { fingerprint, publicKey } = configured;
    const known = keys.find((key) => key.fingerprint === fingerprint);
    if (known) await setSshKeyRole(tx, fingerprint, "active", now);
    else {
      const added = { addedAt: now, addedByName: "Overmesh", roleSince: now };
      // Of two first starts at once, one is first.
      if (!(await insertSshKey(tx, { fingerprint, publicKey, role: "active", ...added }))) return;
    }
    await recordChange(tx, {
      actor: null,
      action: "ssh-key.take-over",
      subjectKind: "ssh-key",
      subjectId: fingerprint,
      subjectName: fingerprint,
      vdcId: null,
      before: active ? { fingerprint: active.fingerprint } : null,
      after: { fingerprint },
    });
  });
}
