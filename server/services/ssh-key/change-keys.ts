import type { KeyRing } from "#server/adapters/ssh/key-ring.ts";
import type { Db } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { announce } from "#db/queries/event.ts";
import {
  deleteSshKey,
  insertSshKey,
  listKeyChecks,
  lockSshKeys,
  markOfRest,
  setSshKeyRole,
  type SshKeyRow,
} from "#db/queries/ssh-key.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";
import type { NewSshKey, SshKeySwitch } from "#server/domain/ssh-key.ts";

type Manage = Grant<"node:manage", AllVdcs>;
type Deps = { db: Db; keyRing: KeyRing };

async function record(
  tx: Db,
  { actor }: Manage,
  action: string,
  fingerprint: string,
  change: { before: unknown; after: unknown },
): Promise<void> {
  await recordChange(tx, {
    actor,
    action,
    subjectKind: "ssh-key",
    subjectId: fingerprint,
    subjectName: fingerprint,
    vdcId: null,
    ...change,
  });
  await announce(tx, { topic: "refresh", id: null, vdcId: null });
}

function keyOf(keys: readonly SshKeyRow[], fingerprint: string): SshKeyRow {
  const key = keys.find((each) => each.fingerprint === fingerprint);
  if (!key) throw new DomainError("not-found", "No such SSH key.");
  return key;
}

/** Prepares the next key; nothing is asked with it before it is switched to. One is prepared at a time. */
export async function prepareKey(
  { db, keyRing }: Deps,
  grant: Manage,
  wanted: NewSshKey,
  now: Date,
): Promise<{ fingerprint: string }> {
  return db.transaction(async (tx) => {
    const keys = await lockSshKeys(tx);
    if (keys.some(({ role }) => role === "next"))
      throw new DomainError("conflict", "Another key is being prepared; finish or drop it first.");
    const held = wanted.kind === "generate" ? keyRing.generate() : keyRing.find(wanted.fingerprint);
    if (!held) throw new DomainError("not-found", "This server does not hold such a key.");
    const { fingerprint, publicKey } = held;
    const added = { addedAt: now, addedByName: grant.actor.name, roleSince: now };
    if (!(await insertSshKey(tx, { fingerprint, publicKey, role: "next", ...added })))
      throw new DomainError("conflict", "This key is known already, or another is being prepared.");
    await record(tx, grant, "ssh-key.prepare", fingerprint, { before: null, after: { publicKey } });
    return { fingerprint };
  });
}

const NAMED_MAX = 5;
const RECORDED_MAX = 200;

/** Refused while nodes have not accepted the key, except exactly those the operator knows of. */
export async function switchKey(
  { db, keyRing }: Deps,
  grant: Manage,
  { fingerprint, knownRest }: SshKeySwitch,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const keys = await lockSshKeys(tx);
    const next = keyOf(keys, fingerprint);
    if (next.role === "active") return;
    if (!keyRing.find(fingerprint))
      throw new DomainError("conflict", "This server does not hold the private half of this key.");
    const rest = await listKeyChecks(tx, fingerprint, { which: "rest" });
    const names = rest.map(({ hostname }) => hostname);
    if (rest.length > 0 && (await markOfRest(tx, fingerprint)) !== knownRest) {
      const more = rest.length > NAMED_MAX ? ` and ${rest.length - NAMED_MAX} more` : "";
      const named = names.slice(0, NAMED_MAX).join(", ");
      throw new DomainError("conflict", `Not yet let in with the new key: ${named}${more}.`);
    }
    const active = keys.find(({ role }) => role === "active");
    if (active) await setSshKeyRole(tx, active.fingerprint, "old", now);
    await setSshKeyRole(tx, fingerprint, "active", now);
    await record(tx, grant, "ssh-key.switch", fingerprint, {
      before: { active: active?.fingerprint ?? null },
      after: {
        active: fingerprint,
        nodesNotLetInCount: rest.length,
        nodesNotLetIn: names.slice(0, RECORDED_MAX),
      },
    });
  });
}

/** Of a prepared or an old key: this server forgets it, its private half in the data folder included. */
export async function removeKey({ db, keyRing }: Deps, grant: Manage, fingerprint: string): Promise<void> {
  await db.transaction(async (tx) => {
    const key = keyOf(await lockSshKeys(tx), fingerprint);
    if (key.role === "active")
      throw new DomainError("conflict", "Nodes are asked with this key; switch to another first.");
    await deleteSshKey(tx, fingerprint);
    await record(tx, grant, "ssh-key.remove", fingerprint, { before: { role: key.role }, after: null });
  });
  keyRing.forget(fingerprint);
}
