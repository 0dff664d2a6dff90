import { createHash } from "node:crypto";
import { Client, type ClientChannel } from "ssh2";
import { hostKeyVerdict } from "#server/domain/host-key.ts";
import { NodeConnectionError, toNodeConnectionError } from "./node-connection-error.ts";

export type NodeEndpoint = {
  address: string;
  port: number;
  /** null: never seen; then only the key is read and nothing is sent. */
  pinnedFingerprint: string | null;
};

export type RunLimits = {
  handshakeSecondsMax: number;
  totalSecondsMax: number;
  /** Longest silence while the node answers. */
  idleSecondsMax: number;
  outputBytesMax: number;
};

export const RUN_LIMITS: RunLimits = {
  handshakeSecondsMax: 15,
  totalSecondsMax: 180,
  idleSecondsMax: 75,
  outputBytesMax: 16 * 1024 * 1024,
};

export type RunResult = { output: string; exitCode: number | null };

/** The only command ever asked for by name; what it runs comes on standard input. */
const INTERPRETER = "/usr/bin/bash -s";

/** As OpenSSH prints it: `SHA256:` and unpadded base64. */
export function fingerprintOf(hostKey: Buffer): string {
  return `SHA256:${createHash("sha256").update(hostKey).digest("base64").replace(/=+$/, "")}`;
}

function hostKeyRefusal(pinned: string | null, shown: string): NodeConnectionError | null {
  switch (hostKeyVerdict(pinned, shown)) {
    case "pinned":
      return null;
    case "first-contact":
      return new NodeConnectionError(
        "host-key-unconfirmed",
        "The node's host key was seen for the first time and waits for an operator to confirm it.",
        shown,
      );
    case "changed":
      return new NodeConnectionError(
        "host-key-changed",
        `The node showed host key ${shown} instead of the confirmed ${pinned}; nothing was sent to it.`,
        shown,
      );
  }
}

/** Collects standard output within the limits; standard error is drained and dropped. */
function collect(
  channel: ClientChannel,
  limits: RunLimits,
  fail: (error: NodeConnectionError) => void,
  done: (result: RunResult) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let exitCode: number | null = null;
  let hasExited = false;
  const idle = setTimeout(
    () =>
      fail(
        new NodeConnectionError(
          "time-out",
          `The node was silent for ${limits.idleSecondsMax} s while answering.`,
        ),
      ),
    limits.idleSecondsMax * 1000,
  );
  channel.on("data", (chunk: Buffer) => {
    idle.refresh();
    bytes += chunk.length;
    if (bytes > limits.outputBytesMax) {
      fail(
        new NodeConnectionError(
          "output-too-large",
          `The node sent more than ${Math.round(limits.outputBytesMax / 1024 / 1024)} MiB.`,
        ),
      );
      return;
    }
    chunks.push(chunk);
  });
  channel.stderr.resume();
  channel.on("exit", (code: number | null) => {
    hasExited = true;
    exitCode = code;
  });
  channel.on("close", () => {
    clearTimeout(idle);
    // Without an exit status the channel was cut: what came is not the whole answer.
    if (!hasExited)
      fail(
        new NodeConnectionError("connection-lost", "The connection was lost while the node was answering."),
      );
    else done({ output: new TextDecoder().decode(Buffer.concat(chunks)), exitCode });
  });
}

/** One connection, one exec, `script` on standard input. Rejects with `NodeConnectionError` only. */
export function runOnNode(
  endpoint: NodeEndpoint,
  { username, privateKey }: { username: string; privateKey: string },
  script: string,
  limits: RunLimits = RUN_LIMITS,
  { onConnected, signal }: { onConnected?: () => void; signal?: AbortSignal } = {},
): Promise<RunResult> {
  const client = new Client();
  let refusal: NodeConnectionError | null = null;
  let isReady = false;
  return new Promise<RunResult>((resolve, reject) => {
    const total = setTimeout(
      () =>
        reject(
          new NodeConnectionError(
            "time-out",
            `The node did not finish answering within ${limits.totalSecondsMax} s.`,
          ),
        ),
      limits.totalSecondsMax * 1000,
    );
    const settle = () => {
      clearTimeout(total);
      signal?.removeEventListener("abort", stop);
    };
    const fail = (error: NodeConnectionError) => {
      settle();
      reject(error);
    };
    const stop = () => fail(new NodeConnectionError("interrupted", "The refresh was cancelled."));
    if (signal?.aborted) return stop();
    signal?.addEventListener("abort", stop, { once: true });
    client.on("error", (error) => fail(refusal ?? toNodeConnectionError(error, isReady)));
    client.on("close", () => fail(refusal ?? toNodeConnectionError(new Error("closed"), isReady)));
    client.on("ready", () => {
      isReady = true;
      client.setNoDelay(true);
      onConnected?.();
      client.exec(INTERPRETER, (error, channel) => {
        if (error)
          return fail(new NodeConnectionError("command-failed", "The node refused to run the collector."));
        channel.on("error", () => undefined);
        collect(channel, limits, fail, (result) => {
          settle();
          resolve(result);
        });
        channel.end(script);
      });
    });
    client.connect({
      host: endpoint.address,
      port: endpoint.port,
      username,
      privateKey,
      readyTimeout: limits.handshakeSecondsMax * 1000,
      keepaliveInterval: 10_000,
      keepaliveCountMax: 3,
      algorithms: {
        serverHostKey: [
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "rsa-sha2-512",
          "rsa-sha2-256",
        ],
      },
      hostVerifier: (hostKey: Buffer) => {
        refusal = hostKeyRefusal(endpoint.pinnedFingerprint, fingerprintOf(hostKey));
        return refusal === null;
      },
    });
  }).finally(() => client.destroy());
}
