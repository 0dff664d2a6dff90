import {
  isNodeConnectionError,
  type NodeConnectionError,
} from "#server/adapters/ssh/node-connection-error.ts";
import type { JumpEndpoint } from "#server/adapters/ssh/node-way.ts";
import type { Db } from "#db/client.ts";
import { announce } from "#db/queries/event.ts";
import { findJumpHost, type JumpHostRow, lockJumpHost, updateJumpHost } from "#db/queries/jump-host.ts";
import type { AllVdcs, Grant } from "#server/domain/access.ts";
import { DomainError } from "#server/domain/errors.ts";

/** Contacts a jump host; rejects with `NodeConnectionError`. */
export type TryJumpHost = (jumpHost: JumpEndpoint) => Promise<void>;

export function jumpEndpointOf(row: JumpHostRow): JumpEndpoint {
  return {
    address: row.sshAddress,
    port: row.sshPort,
    username: row.username,
    pinnedFingerprint: row.hostKeyConfirmedAt === null ? null : row.hostKeyFingerprint,
    pinnedType: row.hostKeyType,
  };
}

/** What a jump host showed that nobody has confirmed: kept for an operator to compare. */
export function shownKeyChange({ failureCause, shownKey }: NodeConnectionError): Partial<JumpHostRow> {
  if (shownKey === null) return {};
  const { fingerprint, type } = shownKey;
  return failureCause === "host-key-unconfirmed"
    ? { hostKeyFingerprint: fingerprint, hostKeyType: type }
    : { hostKeyOfferedFingerprint: fingerprint, hostKeyOfferedType: type };
}

/** The first contact only reads the key; with a confirmed key it signs in and leaves. */
export async function checkJumpHost(
  { db, tryJumpHost }: { db: Db; tryJumpHost: TryJumpHost },
  _grant: Grant<"node:manage", AllVdcs>,
  pdcName: string,
  now: Date,
): Promise<void> {
  const row = await findJumpHost(db, pdcName);
  if (!row) throw new DomainError("not-found", "This PDC has no jump host.");
  const change = await tryJumpHost(jumpEndpointOf(row)).then(
    () => ({ lastCheckDetail: null, hostKeyOfferedFingerprint: null, hostKeyOfferedType: null }),
    (error: unknown) => {
      if (!isNodeConnectionError(error)) throw error;
      const isFirstContact = error.failureCause === "host-key-unconfirmed";
      return { ...shownKeyChange(error), lastCheckDetail: isFirstContact ? null : error.message };
    },
  );
  await db.transaction(async (tx) => {
    const present = await lockJumpHost(tx, pdcName);
    // Somebody may have put another server in its place meanwhile.
    if (present?.sshAddress !== row.sshAddress || present.sshPort !== row.sshPort) return;
    await updateJumpHost(tx, pdcName, { ...change, lastCheckedAt: now });
    await announce(tx, { topic: "node", id: null, vdcId: null });
  });
}
