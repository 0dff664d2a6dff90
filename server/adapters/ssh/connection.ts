import { createHash } from "node:crypto";
import { connect, isIP, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import ssh2, { type Client } from "ssh2";
import { hostKeyVerdict } from "#server/domain/host-key.ts";
import { ALGORITHMS } from "./algorithms.ts";
import { NodeConnectionError, toNodeConnectionError } from "./node-connection-error.ts";
import type { RunLimits } from "./run-limits.ts";
import type { SshCredential } from "./ssh-identity.ts";

/** An SSH server as it is about to be asked. */
export type SshParty = {
  /** Begins the sentences about it: "The node", "The jump host 10.0.0.1". */
  who: string;
  address: string;
  port: number;
  username: string;
  /** null: never confirmed; then only the key is read and nothing is sent. */
  pinnedFingerprint: string | null;
};

/** As OpenSSH prints it: `SHA256:` and unpadded base64. */
function fingerprintOf(hostKey: Buffer): string {
  return `SHA256:${createHash("sha256").update(hostKey).digest("base64").replace(/=+$/, "")}`;
}

function hostKeyRefusal({ who, pinnedFingerprint }: SshParty, shown: string): NodeConnectionError | null {
  switch (hostKeyVerdict(pinnedFingerprint, shown)) {
    case "pinned":
      return null;
    case "first-contact":
      return new NodeConnectionError(
        "host-key-unconfirmed",
        `${who} showed its host key for the first time; it waits for an operator to confirm it.`,
        shown,
      );
    case "changed":
      return new NodeConnectionError(
        "host-key-changed",
        `${who} showed host key ${shown} instead of the confirmed ${pinnedFingerprint}; nothing was sent to it.`,
        shown,
      );
  }
}

/** What is open on the way to a node; all of it is closed together, last opened first. */
export class OpenWays {
  readonly #closers: (() => void)[] = [];

  add<T extends { destroy(): unknown }>(way: T): T {
    this.#closers.unshift(() => way.destroy());
    return way;
  }

  close(): void {
    for (const close of this.#closers) close();
  }
}

/** The network connection alone. Names are never looked up. */
export function openSocket(
  { who, address, port }: SshParty,
  limits: RunLimits,
  ways: OpenWays,
): Promise<Socket> {
  if (isIP(address) === 0) {
    const message = `${who} is known by the name ${address}; names are not looked up, enrol its address.`;
    return Promise.reject(new NodeConnectionError("unreachable", message));
  }
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(toNodeConnectionError(error, who, false));
    const socket = ways.add(connect({ host: address, port, noDelay: true }));
    const late = setTimeout(
      () => fail(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })),
      limits.connectSecondsMax * 1000,
    );
    socket.once("error", fail);
    socket.once("close", () => clearTimeout(late));
    socket.once("connect", () => {
      clearTimeout(late);
      resolve(socket);
    });
  });
}

/** Signs in over an open way. The host key is compared before anything of ours is sent. */
export function signIn(
  party: SshParty,
  credential: SshCredential,
  over: Duplex,
  limits: RunLimits,
  ways: OpenWays,
): Promise<Client> {
  const client = ways.add(new ssh2.Client());
  let refusal: NodeConnectionError | null = null;
  return new Promise<Client>((resolve, reject) => {
    const fail = (error: Error) => reject(refusal ?? toNodeConnectionError(error, party.who, false));
    client.on("error", fail);
    client.once("close", () => fail(new Error("closed")));
    client.once("ready", () => resolve(client));
    client.connect({
      sock: over,
      username: party.username,
      ...credential,
      readyTimeout: limits.handshakeSecondsMax * 1000,
      keepaliveInterval: limits.keepAliveSeconds * 1000,
      keepaliveCountMax: limits.keepAlivesMissedMax,
      algorithms: ALGORITHMS,
      hostVerifier: (hostKey: Buffer) => {
        refusal = hostKeyRefusal(party, fingerprintOf(hostKey));
        return refusal === null;
      },
    });
  });
}
