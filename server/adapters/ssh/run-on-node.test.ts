import { spawn } from "node:child_process";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { createHash } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import ssh2 from "ssh2";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Fleet, startFleet } from "../../../e2e/fleet/fleet.ts";
import { type Bastion, startBastion } from "../../../e2e/fleet/testing/bastion.ts";
import { smallFleetSpecs } from "../../../e2e/fleet/testing/small-fleet.ts";
import { ALGORITHMS } from "./algorithms.ts";
import { isLetIn, tryJumpHost } from "./ask-party.ts";
import { NodeConnectionError } from "./node-connection-error.ts";
import type { NodeEndpoint } from "./node-way.ts";
import { RUN_LIMITS, type RunLimits } from "./run-limits.ts";
import { runOnNode } from "./run-on-node.ts";
import { identityOf, newPrivateKey } from "./ssh-identity.ts";

const { credential, publicKey } = identityOf(newPrivateKey());
const NAME = "east01";
let fleet: Fleet;
let bastion: Bastion;

beforeAll(async () => {
  fleet = await startFleet({ nodes: smallFleetSpecs.slice(0, 1), clientPublicKey: publicKey });
  bastion = await startBastion(publicKey);
});
afterEach(async () => {
  await fleet.setFault(NAME, null);
  bastion.trouble = "none";
});
afterAll(async () => {
  await fleet.close();
  await bastion.close();
});

const direct = (change: Partial<NodeEndpoint> = {}): NodeEndpoint => {
  const { port, hostKeyFingerprint } = fleet.node(NAME);
  return { address: "127.0.0.1", port, pinnedFingerprint: hostKeyFingerprint, jumpHost: null, ...change };
};
const jumpHost = () => ({
  address: "127.0.0.1",
  port: bastion.port,
  username: "jump",
  pinnedFingerprint: bastion.hostKeyFingerprint,
});
const run = (endpoint: NodeEndpoint, limits: Partial<RunLimits> = {}, script = "echo hello") =>
  runOnNode(endpoint, credential, script, { ...RUN_LIMITS, ...limits });

async function failureOf(running: Promise<unknown>): Promise<NodeConnectionError> {
  const error = await running.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof NodeConnectionError))
    throw new Error("no failure of a connection", { cause: error });
  return error;
}

/** A server on a free port of an address, as long as `use` takes. */
async function withListener(
  serve: (socket: Socket) => void,
  use: (port: number) => Promise<void>,
  address = "127.0.0.1",
): Promise<void> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    serve(socket);
  });
  server.listen(0, address);
  await once(server, "listening");
  try {
    // The server is on TCP, so its address is never a path or null.
    await use((server.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

describe("asking a node", () => {
  it("hands over what it printed and its status", async () => {
    expect(await run(direct(), {}, "echo hello; exit 3")).toEqual({ output: "hello\n", exitCode: 3 });
  });

  it("takes one connection and one exec", async () => {
    const seen = { connections: 0, execs: 0 };
    const server = new ssh2.Server({ hostKeys: [newPrivateKey()] }, (client) => {
      seen.connections += 1;
      client.on("error", () => undefined);
      client.on("authentication", (context) => context.accept());
      client.on("session", (accept) =>
        accept().on("exec", (take) => {
          seen.execs += 1;
          const channel = take();
          channel.exit(0);
          channel.end();
        }),
      );
    });
    await withListener(
      (socket) => server.injectSocket(socket),
      async (port) => {
        const { shownKey } = await failureOf(run(direct({ port, pinnedFingerprint: null })));
        seen.connections = 0;
        await run(direct({ port, pinnedFingerprint: shownKey?.fingerprint ?? null }));
      },
    );
    expect(seen).toEqual({ connections: 1, execs: 1 });
  });

  it("sends nothing of ours to a key that nobody confirmed, and tells which it was", async () => {
    const failure = await failureOf(run(direct({ pinnedFingerprint: null })));
    expect(failure.failureCause).toBe("host-key-unconfirmed");
    expect(failure.shownKey).toEqual({ fingerprint: fleet.node(NAME).hostKeyFingerprint, type: "ed25519" });
  });

  it.each([
    { type: "rsa" as const, kind: "ssh-rsa" },
    { type: "ecdsa" as const, kind: "ecdsa-sha2-nistp384" },
    { type: "ed25519" as const, kind: "ssh-ed25519" },
  ])("knows a server with keys of every type by the $type one it was pinned by", async ({ type, kind }) => {
    const hostKeys = [
      newPrivateKey(),
      ssh2.utils.generateKeyPairSync("rsa", { bits: 2048 }).private,
      ssh2.utils.generateKeyPairSync("ecdsa", { bits: 384 }).private,
    ];
    const server = new ssh2.Server({ hostKeys }, (client) => {
      client.on("error", () => undefined);
      client.on("authentication", (context) => context.accept());
    });
    const key = hostKeys
      .map((text) => ssh2.utils.parseKey(text))
      .find((parsed) => !(parsed instanceof Error) && parsed.type === kind);
    if (!key || key instanceof Error) throw new Error("the server has no such key");
    const digest = createHash("sha256").update(key.getPublicSSH()).digest("base64");
    const pinnedFingerprint = `SHA256:${digest.replace(/=+$/, "")}`;
    await withListener(
      (socket) => server.injectSocket(socket),
      async (port) => {
        const pinned = direct({ port, pinnedFingerprint, pinnedType: type });
        expect(await isLetIn(pinned, credential)).toBe(true);
      },
    );
  });

  it("offers ed25519, ecdsa and rsa-sha2 host keys alone, and nothing with SHA-1", () => {
    expect(ALGORITHMS.serverHostKey.every((name) => /^(ssh-ed25519|ecdsa-sha2-|rsa-sha2-)/.test(name))).toBe(
      true,
    );
    expect(Object.values(ALGORITHMS).flat().join(" ")).not.toMatch(/sha1|ssh-rsa|ssh-dss|cbc|md5|arcfour/);
  });

  it("names a server that has only algorithms we refuse", async () => {
    const server = new ssh2.Server(
      { hostKeys: [newPrivateKey()], algorithms: { cipher: ["aes256-cbc"] } },
      (client) => client.on("error", () => undefined),
    );
    await withListener(
      (socket) => server.injectSocket(socket),
      async (port) => expect((await failureOf(run(direct({ port })))).failureCause).toBe("handshake"),
    );
  });

  it("never looks up a name", async () => {
    const failure = await failureOf(run(direct({ address: "localhost" })));
    expect(failure.failureCause).toBe("unreachable");
    expect(failure.message).toContain("names are not looked up");
  });

  it("reaches an IPv6 address", async () => {
    await withListener(
      (socket) => socket.end("no SSH here\r\n"),
      async (port) => {
        const failure = await failureOf(run(direct({ address: "::1", port })));
        expect(failure.message).toContain("closed the connection before the SSH handshake");
      },
      "::1",
    );
  });
});

describe("a limit", () => {
  it("ends a connection that never comes about", async () => {
    // Of a listener that takes nobody in, the queue is soon full; then nothing answers any more.
    const listen = `const server = require("node:net").createServer();
      server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
        require("node:fs").writeSync(1, String(server.address().port));
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      });`;
    const deaf = spawn(process.execPath, ["-e", listen], { stdio: ["ignore", "pipe", "inherit"] });
    const [portText]: Buffer[] = await once(deaf.stdout, "data");
    const port = Number(portText?.toString());
    const queued = Array.from({ length: 4 }, () => connect(port, "127.0.0.1").on("error", () => undefined));
    await delay(100);
    const failure = await failureOf(run(direct({ port }), { connectSecondsMax: 0.3 }));
    deaf.kill("SIGKILL");
    for (const socket of queued) socket.destroy();
    expect(failure).toMatchObject({
      failureCause: "unreachable",
      message: "The node is unreachable: it did not answer.",
    });
  });

  it("ends a handshake that stands still", async () => {
    await fleet.setFault(NAME, "silent");
    const failure = await failureOf(run(direct(), { handshakeSecondsMax: 0.2 }));
    expect(failure).toMatchObject({
      failureCause: "time-out",
      message: "The node did not complete the SSH handshake in time.",
    });
  });

  it("ends a silence in the middle of the answer", async () => {
    await fleet.setFault(NAME, "hang");
    const failure = await failureOf(run(direct(), { idleSecondsMax: 0.3 }));
    expect(failure.message).toBe("The node was silent for 0.3 s while answering.");
  });

  it("ends an answer of a byte a second, which is never silent for long", async () => {
    await fleet.setFault(NAME, "drip");
    const failure = await failureOf(run(direct(), { idleSecondsMax: 10, totalSecondsMax: 1.5 }));
    expect(failure.message).toBe("The node did not finish answering within 1.5 s.");
  });

  it("ends a flood, on standard output", async () => {
    await fleet.setFault(NAME, "flood");
    const failure = await failureOf(run(direct(), { outputBytesMax: 256 * 1024 }));
    expect(failure).toMatchObject({
      failureCause: "output-too-large",
      message: "The node sent more than 256 KiB.",
    });
  });

  it("ends a flood on standard error, of which nothing is kept", async () => {
    const limits = { errorOutputBytesMax: 64 * 1024 };
    const script = "head -c 200000 /dev/zero >&2";
    expect((await failureOf(run(direct(), limits, script))).failureCause).toBe("output-too-large");
  });

  it("ends a connection whose other end is gone without a word", async () => {
    const server = new ssh2.Server({ hostKeys: [newPrivateKey()] }, (client) => {
      client.on("error", () => undefined);
      client.on("authentication", (context) => context.accept());
      client.on("session", (accept) => accept().on("exec", (take) => void take()));
    });
    await withListener(
      (socket) => {
        server.injectSocket(socket);
        // Signed in and asked, the other end no longer reads or writes.
        setTimeout(() => socket.pause(), 700);
      },
      async (port) => {
        const { shownKey } = await failureOf(run(direct({ port, pinnedFingerprint: null })));
        const limits = {
          keepAliveSeconds: 0.3,
          keepAlivesMissedMax: 2,
          idleSecondsMax: 20,
          totalSecondsMax: 20,
        };
        const failure = await failureOf(
          run(direct({ port, pinnedFingerprint: shownKey?.fingerprint ?? null }), limits),
        );
        expect(failure.failureCause).toBe("connection-lost");
      },
    );
  });

  it("is not needed when somebody calls it off", async () => {
    await fleet.setFault(NAME, "hang");
    const abort = new AbortController();
    const running = runOnNode(direct(), credential, "echo hello", RUN_LIMITS, {
      onConnected: () => abort.abort(),
      signal: abort.signal,
    });
    expect((await failureOf(running)).failureCause).toBe("interrupted");
  });
});

describe("a jump host", () => {
  it("carries the connection, and the node's own key is still checked end to end", async () => {
    expect((await run(direct({ jumpHost: jumpHost() }))).output).toBe("hello\n");
    expect(bastion.forwarded.at(-1)).toBe(`127.0.0.1:${fleet.node(NAME).port}`);
    await fleet.setFault(NAME, "changed-host-key");
    expect(await failureOf(run(direct({ jumpHost: jumpHost() })))).toMatchObject({
      failureCause: "host-key-changed",
      message: expect.stringMatching(/^The node showed host key/),
    });
  });

  it("is not even contacted before its key is confirmed", async () => {
    const before = bastion.connectionCount;
    const unconfirmed = { ...jumpHost(), pinnedFingerprint: null };
    expect(await failureOf(run(direct({ jumpHost: unconfirmed })))).toMatchObject({
      failureCause: "jump-host-refused",
    });
    expect(bastion.connectionCount).toBe(before);
  });

  it("shows its key when it is tried for the first time, and lets in when that was confirmed", async () => {
    const first = await failureOf(tryJumpHost({ ...jumpHost(), pinnedFingerprint: null }, credential));
    expect(first).toMatchObject({
      failureCause: "host-key-unconfirmed",
      shownKey: { fingerprint: bastion.hostKeyFingerprint },
    });
    await expect(tryJumpHost(jumpHost(), credential)).resolves.toBeUndefined();
  });

  it.each([
    { trouble: "forwards-nothing", cause: "jump-host-refused", words: "does not let Overmesh forward" },
    { trouble: "lets-nobody-in", cause: "jump-host-refused", words: "does not accept Overmesh's SSH key" },
    { trouble: "silent", cause: "jump-host-unreachable", words: "did not complete the SSH handshake" },
  ] as const)("is named as the step that failed: $trouble", async ({ trouble, cause, words }) => {
    bastion.trouble = trouble;
    const limits = { handshakeSecondsMax: trouble === "silent" ? 0.2 : 15 };
    const failure = await failureOf(run(direct({ jumpHost: jumpHost() }), limits));
    expect(failure.failureCause).toBe(cause);
    expect(failure.message).toMatch(/^The jump host 127\.0\.0\.1 /);
    expect(failure.message).toContain(words);
  });

  it("is not blamed for a node behind it that does not answer", async () => {
    await fleet.setFault(NAME, "refuse-connection");
    expect(await failureOf(run(direct({ jumpHost: jumpHost() })))).toMatchObject({
      failureCause: "unreachable",
      message: expect.stringContaining("cannot reach the node at 127.0.0.1"),
    });
  });

  it("is named with the key it shows, when that is another than the confirmed one", async () => {
    const pinnedFingerprint = `SHA256:${"A".repeat(43)}`;
    expect(await failureOf(run(direct({ jumpHost: { ...jumpHost(), pinnedFingerprint } })))).toMatchObject({
      failureCause: "jump-host-refused",
      shownKey: { fingerprint: bastion.hostKeyFingerprint },
    });
  });
});

describe("whether a node lets a key in", () => {
  it("is asked without running anything", async () => {
    expect(await isLetIn(direct(), credential)).toBe(true);
    expect(await isLetIn(direct(), identityOf(newPrivateKey()).credential)).toBe(false);
  });

  it("cannot be told of a node that does not answer", async () => {
    await fleet.setFault(NAME, "refuse-connection");
    expect((await failureOf(isLetIn(direct(), credential))).failureCause).toBe("unreachable");
  });
});
