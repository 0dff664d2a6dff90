import type { NodeEndpoint } from "#server/adapters/ssh/node-way.ts";
import type { Db } from "#db/client.ts";
import { listJumpHosts } from "#db/queries/jump-host.ts";
import type { LightNodeRow } from "#db/queries/node-version.ts";
import { pdcOfJumpHost } from "#server/domain/jump-host.ts";
import { trustedFingerprint } from "#server/domain/node-trust.ts";
import { jumpEndpointOf } from "../jump-host/check-jump-host.ts";

/** Where and how a node is asked; `jumpPdcName` null: directly. */
export type NodeWay = { endpoint: NodeEndpoint; jumpPdcName: string | null };

/** What a quarantined node says of its PDC decides nothing. `hasJumpHosts` false: it is known that there are none. */
export async function wayToNode(db: Db, row: LightNodeRow, hasJumpHosts = true): Promise<NodeWay> {
  const jumpHosts = hasJumpHosts ? await listJumpHosts(db) : [];
  const { jumpHostPdcName, reachedThroughPdcName } = row;
  const reportedPdcName = row.hostKeyConfirmedAt === null ? null : row.reportedPdcName;
  const jumpPdcName = pdcOfJumpHost({ jumpHostPdcName, reportedPdcName, reachedThroughPdcName }, (name) =>
    jumpHosts.some(({ pdcName }) => pdcName === name),
  );
  const pinnedFingerprint = trustedFingerprint(row);
  const isShownOne = pinnedFingerprint === row.hostKeyFingerprint;
  const jumpHost = jumpHosts.find(({ pdcName }) => pdcName === jumpPdcName);
  return {
    endpoint: {
      address: row.sshAddress,
      port: row.sshPort,
      pinnedFingerprint,
      // The type is that of the key it showed, which may not be the one it is expected to have.
      pinnedType: isShownOne ? row.hostKeyType : null,
      pinnedAs: row.hostKeyConfirmedAt === null ? "expected" : "confirmed",
      expectedFingerprint: row.hostKeyConfirmedAt === null ? row.expectedFingerprint : null,
      jumpHost: jumpHost ? jumpEndpointOf(jumpHost) : null,
    },
    jumpPdcName,
  };
}
