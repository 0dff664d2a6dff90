import { createHash } from "node:crypto";
import ssh2 from "ssh2";
import type { ClientChannel } from "ssh2";
import type { FleetNode } from "../fleet.ts";

export type ClientRun = { stdout: Buffer; stderr: string; exitCode: number | null };

/** A key pair that ssh2 can read back. */
export function clientKeyPair(): { private: string; public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync("ed25519");
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

export class NodeClient {
  readonly #client = new ssh2.Client();

  /** Rejects when the node shows another host key than the fleet named, or does not let the key in. */
  static connect(node: FleetNode, privateKey: string, { username = "root" } = {}): Promise<NodeClient> {
    const connection = new NodeClient();
    const client = connection.#client;
    return new Promise((resolve, reject) => {
      client.on("error", reject);
      client.once("ready", () => resolve(connection.#withoutDelay()));
      client.connect({
        host: "127.0.0.1",
        port: node.port,
        username,
        privateKey,
        readyTimeout: 1000,
        hostVerifier: (key: Buffer) => `SHA256:${fingerprint(key)}` === node.hostKeyFingerprint,
      });
    });
  }

  /** Else small packets wait for each other and every script takes a quarter of a second. */
  #withoutDelay(): NodeClient {
    this.#client.setNoDelay(true);
    return this;
  }

  open(command: string): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      this.#client.exec(command, (error, channel) => (error ? reject(error) : resolve(channel)));
    });
  }

  /** `exitCode` is null when the node hung up without one. */
  run(script: string, command = "/usr/bin/bash -s"): Promise<ClientRun> {
    return new Promise((resolve, reject) => {
      this.#client.exec(command, (error, channel) => {
        if (error) return reject(error);
        const stdout: Buffer[] = [];
        let stderr = "";
        let exitCode: number | null = null;
        channel.on("data", (chunk: Buffer) => stdout.push(chunk));
        channel.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
        channel.on("exit", (code: number) => (exitCode = code));
        channel.once("close", () => resolve({ stdout: Buffer.concat(stdout), stderr, exitCode }));
        channel.end(script);
      });
    });
  }

  end(): void {
    this.#client.destroy();
  }
}

function fingerprint(key: Buffer): string {
  return createHash("sha256").update(key).digest("base64").replace(/=+$/, "");
}

/** One connection, one script. */
export async function runOn(node: FleetNode, privateKey: string, script: string): Promise<ClientRun> {
  const client = await NodeClient.connect(node, privateKey);
  try {
    return await client.run(script);
  } finally {
    client.end();
  }
}
