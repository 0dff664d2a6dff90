import { createHash } from "node:crypto";
import { connect, isIP, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import ssh2, { type Client } from "ssh2";
import {
  type HostKeyType,
  hostKeyType,
  hostKeyVerdict,
  type ShownHostKey,
  shownKeyWords,
} from "#server/domain/host-key.ts";
import { algorithmsFor } from "./algorithms.ts";
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
  /** Which of its keys is the pinned one, as a server may have one of each type; null: not known. */
  pinnedType?: HostKeyType | null;
  /** What a pinned key is that nobody has confirmed yet; confirmed unless told. */
  pinnedAs?: "confirmed" | "expected";
  /** What is hoped for where nothing is pinned. */
  expectedFingerprint?: string | null;
  /** No key of another type is asked for. */
  onlyType?: HostKeyType | null;
};

/** The fingerprint is `SHA256:` and unpadded base64; the key begins with the name of its kind, its length before it. */
function shownKeyOf(hostKey: Buffer): ShownHostKey {
  const digest = createHash("sha256").update(hostKey).digest("base64");
  const kind = hostKey.subarray(4, 4 + hostKey.readUInt32BE(0)).toString("latin1");
  return { fingerprint: `SHA256:${digest.replace(/=+$/, "")}`, type: hostKeyType(kind) };
}

/** null: it is the pinned one. Of several shown keys, which are none of them that, the first is offered to people. */
export function hostKeyRefusal(
  { who, pinnedFingerprint, pinnedAs = "confirmed", expectedFingerprint = null }: SshParty,
  shown: ShownHostKey,
  others: readonly ShownHostKey[] = [],
): NodeConnectionError | null {
  const words = shownKeyWords([shown, ...others]);
  switch (hostKeyVerdict(pinnedFingerprint, shown.fingerprint)) {
    case "pinned":
      return null;
    case "first-contact":
      return new NodeConnectionError(
        "host-key-unconfirmed",
        expectedFingerprint === null || expectedFingerprint === shown.fingerprint
          ? `${who} showed its host key for the first time; it waits for an operator to confirm it.`
          : `${who} showed ${words} instead of the expected ${expectedFingerprint}; nothing was sent to it.`,
        shown,
      );
    case "changed":
      return new NodeConnectionError(
        "host-key-changed",
        `${who} showed ${words} instead of the ${pinnedAs} ${pinnedFingerprint}; nothing was sent to it.`,
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

export type SignedIn = { client: Client; hostKey: ShownHostKey };

/** Signs in over an open way. The host key is compared before anything of ours is sent. */
export function signIn(
  party: SshParty,
  credential: SshCredential,
  over: Duplex,
  limits: RunLimits,
  ways: OpenWays,
): Promise<SignedIn> {
  const client = ways.add(new ssh2.Client());
  let refusal: NodeConnectionError | null = null;
  return new Promise<SignedIn>((resolve, reject) => {
    const fail = (error: Error) => reject(refusal ?? toNodeConnectionError(error, party.who, false));
    client.on("error", fail);
    client.once("close", () => fail(new Error("closed")));
    client.connect({
      sock: over,
      username: party.username,
      ...credential,
      // Without it "none" is tried first, which costs a way there and back.
      authHandler: ["privateKey" in credential ? "publickey" : "agent"],
      readyTimeout: limits.handshakeSecondsMax * 1000,
      keepaliveInterval: limits.keepAliveSeconds * 1000,
      keepaliveCountMax: limits.keepAlivesMissedMax,
      algorithms: algorithmsFor(party),
      hostVerifier: (key: Buffer) => {
        const hostKey = shownKeyOf(key);
        refusal = hostKeyRefusal(party, hostKey);
        client.once("ready", () => resolve({ client, hostKey }));
        return refusal === null;
      },
    });
  });
}
