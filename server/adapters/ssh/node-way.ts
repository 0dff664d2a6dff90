import type { Duplex } from "node:stream";
import type { Client } from "ssh2";
import { HOST_KEY_TYPES, type HostKeyType, type ShownHostKey } from "#server/domain/host-key.ts";
import {
  hostKeyRefusal,
  openSocket,
  type OpenWays,
  type SignedIn,
  signIn,
  type SshParty,
} from "./connection.ts";
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
  pinnedAs?: SshParty["pinnedAs"];
  expectedFingerprint?: string | null;
  /** null: reached directly. */
  jumpHost: JumpEndpoint | null;
};

/** People's words; root alone reads what is asked. */
const NODE = { who: "The node", username: "root" };
const ADMINISTRATIVELY_PROHIBITED = 1;

export function jumpParty(jumpHost: JumpEndpoint): SshParty {
  return { ...jumpHost, who: `The jump host ${jumpHost.address}` };
}

/**
 * Signs in on a node, through its jump host if it has one; its own host key is checked end to end. A server shows one key at
 * a time: while the type of the one that is looked for is not known, the node is asked for each in turn until it shows it.
 */
export async function signInOnNode(
  endpoint: NodeEndpoint,
  credential: SshCredential,
  limits: RunLimits,
  ways: OpenWays,
): Promise<SignedIn> {
  const node: SshParty = { ...NODE, ...endpoint };
  const { jumpHost, pinnedFingerprint, expectedFingerprint, pinnedType } = endpoint;
  const sought = pinnedFingerprint ?? expectedFingerprint ?? null;
  const isTypeOpen = sought !== null && !pinnedType;
  const others: ShownHostKey[] = [];
  for (const onlyType of [null, ...(isTypeOpen ? HOST_KEY_TYPES : [])]) {
    if (others.some(({ type }) => type === onlyType)) continue;
    try {
      return await signInOnce({ ...node, onlyType }, jumpHost, credential, limits, ways);
    } catch (error) {
      const another = isTypeOpen ? anotherKey(error, sought) : null;
      if (another) others.push(another);
      // Once a key was seen: it has none of this type.
      else if (others.length === 0 || !isHandshakeError(error)) throw error;
    }
  }
  const [first, ...rest] = others;
  throw (first && hostKeyRefusal(node, first, rest)) ?? new Error("the node showed no key at all");
}

const isHandshakeError = (error: unknown) =>
  error instanceof NodeConnectionError && error.failureCause === "handshake";

/** The node's own key that it was refused for, where that is not the one looked for. */
function anotherKey(error: unknown, sought: string): ShownHostKey | null {
  if (!(error instanceof NodeConnectionError)) return null;
  const isOwn = error.failureCause === "host-key-changed" || error.failureCause === "host-key-unconfirmed";
  return isOwn && error.shownKey?.fingerprint !== sought ? error.shownKey : null;
}

async function signInOnce(
  node: SshParty,
  jumpHost: JumpEndpoint | null,
  credential: SshCredential,
  limits: RunLimits,
  ways: OpenWays,
): Promise<SignedIn> {
  if (!jumpHost) return signIn(node, credential, await openSocket(node, limits, ways), limits, ways);
  const over = await throughJumpHost(jumpHost, node, credential, limits, ways);
  return signIn(node, credential, over, limits, ways);
}

async function throughJumpHost(
  jumpHost: JumpEndpoint,
  target: SshParty,
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

function forward(client: Client, { who }: SshParty, { address, port }: SshParty): Promise<Duplex> {
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
