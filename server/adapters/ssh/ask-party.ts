import { openSocket, OpenWays, signIn, type SshParty } from "./connection.ts";
import { NodeConnectionError } from "./node-connection-error.ts";
import { jumpParty, type JumpEndpoint, type NodeEndpoint, signInOnNode } from "./node-way.ts";
import { RUN_LIMITS, type RunLimits } from "./run-limits.ts";
import type { SshCredential } from "./ssh-identity.ts";
import { withinLimits } from "./within-limits.ts";

/** Signs in on a jump host and leaves; with a key nobody confirmed it only reads it. Rejects with `NodeConnectionError` only. */
export async function tryJumpHost(
  jumpHost: JumpEndpoint,
  credential: SshCredential,
  limits: RunLimits = RUN_LIMITS,
): Promise<void> {
  const party: SshParty = jumpParty(jumpHost);
  await closingAll(limits, undefined, async (ways) => {
    await signIn(party, credential, await openSocket(party, limits, ways), limits, ways);
  });
}

/** Whether a node lets the key in; nothing is run there. Rejects with `NodeConnectionError` when that cannot be told. */
export async function isLetIn(
  endpoint: NodeEndpoint,
  credential: SshCredential,
  limits: RunLimits = RUN_LIMITS,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await closingAll(limits, signal, (ways) => signInOnNode(endpoint, credential, limits, ways));
    return true;
  } catch (error) {
    if (error instanceof NodeConnectionError && error.failureCause === "authentication") return false;
    throw error;
  }
}

async function closingAll(
  limits: RunLimits,
  signal: AbortSignal | undefined,
  use: (ways: OpenWays) => Promise<unknown>,
): Promise<void> {
  const ways = new OpenWays();
  try {
    await withinLimits(() => use(ways), limits, signal);
  } finally {
    ways.close();
  }
}
