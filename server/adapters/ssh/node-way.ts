import type { Duplex } from "node:stream";
import type { Client } from "ssh2";
import type { HostKeyType } from "#server/domain/host-key.ts";
import { openSocket, type OpenWays, type SignedIn, signIn, type SshParty } from "./connection.ts";
import { NodeConnectionError, ofJumpHost } from "./node-connection-error.ts";
import type { RunLimits } from "./run-limits.ts";
import type { SshCredential } from "./ssh-identity.ts";

/** An SSH server through which nodes are reached. Without a confirmed key it is not even contacted. */
export type JumpEndpoint = Omit<SshParty, "who">;

export type NodeEndpoint = {
  address: string;
  port: number;
  /** null: never seen; then only the key is read and nothing is sent. */
  pinnedFingerprint: string | null;
  pinnedType?: HostKeyType | null;
  /** null: reached directly. */
  jumpHost: JumpEndpoint | null;
};

/** People's words; root alone reads what is asked. */
const NODE = { who: "The node", username: "root" };
const ADMINISTRATIVELY_PROHIBITED = 1;

export function jumpParty(jumpHost: JumpEndpoint): SshParty {
  return { ...jumpHost, who: `The jump host ${jumpHost.address}` };
}

/** Signs in on a node, through its jump host if it has one; its own host key is checked end to end. */
export async function signInOnNode(
  endpoint: NodeEndpoint,
  credential: SshCredential,
  limits: RunLimits,
  ways: OpenWays,
): Promise<SignedIn> {
  const node: SshParty = { ...NODE, ...endpoint };
  const { jumpHost } = endpoint;
  if (!jumpHost) return signIn(node, credential, await openSocket(node, limits, ways), limits, ways);
  const over = await throughJumpHost(jumpHost, endpoint, credential, limits, ways);
  return signIn(node, credential, over, limits, ways);
}

async function throughJumpHost(
  jumpHost: JumpEndpoint,
  target: NodeEndpoint,
  credential: SshCredential,
  limits: RunLimits,
  ways: OpenWays,
): Promise<Duplex> {
  const party = jumpParty(jumpHost);
  if (party.pinnedFingerprint === null) {
    throw new NodeConnectionError(
      "jump-host-refused",
      `${party.who} has a host key that nobody has confirmed; nothing was sent.`,
    );
  }
  try {
    const { client } = await signIn(party, credential, await openSocket(party, limits, ways), limits, ways);
    return await forward(client, party, target);
  } catch (error) {
    throw error instanceof NodeConnectionError && !(error instanceof BeyondJumpHost)
      ? ofJumpHost(error)
      : error;
  }
}

/** The jump host did its part; what lies behind it did not answer. */
class BeyondJumpHost extends NodeConnectionError {}

function forward(client: Client, { who }: SshParty, { address, port }: NodeEndpoint): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    client.forwardOut(
      "127.0.0.1",
      0,
      address,
      port,
      (error: (Error & { reason?: number | string }) | undefined, channel) => {
        if (!error) return resolve(channel);
        const isProhibited =
          error.reason === ADMINISTRATIVELY_PROHIBITED || /prohibited/i.test(error.message);
        reject(
          isProhibited
            ? new NodeConnectionError("authentication", `${who} does not let Overmesh forward connections.`)
            : new BeyondJumpHost("unreachable", `${who} cannot reach the node at ${address}, port ${port}.`),
        );
      },
    );
  });
}
