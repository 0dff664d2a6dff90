import type { Client, ClientChannel } from "ssh2";
import type { ShownHostKey } from "#server/domain/host-key.ts";
import { OpenWays } from "./connection.ts";
import { NodeConnectionError, toNodeConnectionError } from "./node-connection-error.ts";
import { type NodeEndpoint, signInOnNode } from "./node-way.ts";
import { RUN_LIMITS, type RunLimits } from "./run-limits.ts";
import type { SshCredential } from "./ssh-identity.ts";
import { withinLimits } from "./within-limits.ts";

export type RunResult = { output: string; exitCode: number | null };

/** The only command ever asked for by name; what it runs comes on standard input. */
const INTERPRETER = "/usr/bin/bash -s";

const lost = () => toNodeConnectionError(new Error("closed"), "The node", true);

/** Fails as soon as more than `bytesMax` came; the chunks themselves go to `take`. */
function counted(bytesMax: number, fail: (error: Error) => void, take: (chunk: Buffer) => void) {
  let bytes = 0;
  return (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= bytesMax) return take(chunk);
    const most =
      bytesMax < 1024 * 1024
        ? `${Math.round(bytesMax / 1024)} KiB`
        : `${Math.round(bytesMax / 1024 / 1024)} MiB`;
    fail(new NodeConnectionError("output-too-large", `The node sent more than ${most}.`));
  };
}

/** Collects standard output within the limits; standard error is counted and dropped. */
function collect(channel: ClientChannel, limits: RunLimits): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let exit: { code: number | null } | null = null;
    const silence = new NodeConnectionError(
      "time-out",
      `The node was silent for ${limits.idleSecondsMax} s while answering.`,
    );
    const idle = setTimeout(() => reject(silence), limits.idleSecondsMax * 1000);
    const take = (chunk: Buffer) => {
      idle.refresh();
      chunks.push(chunk);
    };
    channel.on("error", () => undefined);
    channel.on("data", counted(limits.outputBytesMax, reject, take));
    channel.stderr.on(
      "data",
      counted(limits.errorOutputBytesMax, reject, () => undefined),
    );
    channel.on("exit", (code: number | null) => {
      exit = { code };
    });
    channel.on("close", () => {
      clearTimeout(idle);
      // Without an exit status the channel was cut: what came is not the whole answer.
      if (!exit) return reject(lost());
      resolve({ output: new TextDecoder().decode(Buffer.concat(chunks)), exitCode: exit.code });
    });
  });
}

function execute(client: Client, script: string, limits: RunLimits): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    client.on("error", (error) => reject(toNodeConnectionError(error, "The node", true)));
    client.once("close", () => reject(lost()));
    client.exec(INTERPRETER, (error, channel) => {
      if (error) {
        return reject(new NodeConnectionError("command-failed", "The node refused to run the collector."));
      }
      collect(channel, limits).then(resolve, reject);
      channel.end(script);
    });
  });
}

type During = { onConnected?: (hostKey: ShownHostKey) => void; signal?: AbortSignal };

/** One connection, one exec, `script` on standard input. Rejects with `NodeConnectionError` only. */
export async function runOnNode(
  endpoint: NodeEndpoint,
  credential: SshCredential,
  script: string,
  limits: RunLimits = RUN_LIMITS,
  { onConnected, signal }: During = {},
): Promise<RunResult> {
  const ways = new OpenWays();
  const run = async () => {
    const { client, hostKey } = await signInOnNode(endpoint, credential, limits, ways);
    onConnected?.(hostKey);
    return execute(client, script, limits);
  };
  try {
    return await withinLimits(run, limits, signal);
  } finally {
    ways.close();
  }
}
