import { countWithNetwork } from "#db/queries/network-user.ts";
import type { Grant, VdcScope } from "#server/domain/access.ts";
import { requireVdc } from "../vdc.ts";
import { type NetworkDeps, requireNetwork } from "./change-network.ts";
import { usersOfNetwork } from "./users-of-network.ts";

/** Who uses the network, and what would happen to what it holds. */
export async function previewDelete(
  { db, settings }: NetworkDeps,
  grant: Grant<"network:delete", VdcScope>,
  networkId: string,
) {
  const { scope } = grant;
  await requireVdc(db, scope);
  await requireNetwork(db, scope, networkId);
  return {
    ...(await usersOfNetwork(db, grant, networkId)),
    ...(await countWithNetwork(db, scope, networkId)),
    restSeconds: settings.vxlanRestSeconds,
  };
}
