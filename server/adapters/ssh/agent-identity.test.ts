import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fleet, startFleet } from "../../../e2e/fleet/fleet.ts";
import { smallFleetSpecs } from "../../../e2e/fleet/testing/small-fleet.ts";
import { agentIdentity } from "./agent-identity.ts";
import { isLetIn } from "./ask-party.ts";
import { identityOf, newPrivateKey } from "./ssh-identity.ts";

const hasAgent = existsSync("/usr/bin/ssh-agent") && existsSync("/usr/bin/ssh-add");

describe.skipIf(!hasAgent)("a key in an SSH agent", () => {
  const folder = mkdtempSync(join(tmpdir(), "overmesh-agent-"));
  const socketPath = join(folder, "agent");
  const agent = spawn("/usr/bin/ssh-agent", ["-D", "-a", socketPath], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [privateKey, other] = [newPrivateKey(), newPrivateKey()];
  const { fingerprint, publicKey } = identityOf(privateKey);
  let fleet: Fleet;

  beforeAll(async () => {
    await once(agent.stdout, "data");
    for (const [index, key] of [other, privateKey].entries()) {
      const path = join(folder, `key-${index}`);
      writeFileSync(path, key, { mode: 0o600 });
      execFileSync("/usr/bin/ssh-add", ["-q", path], {
        env: { ...process.env, SSH_AUTH_SOCK: socketPath },
      });
    }
    fleet = await startFleet({ nodes: smallFleetSpecs.slice(0, 1), clientPublicKey: publicKey });
  });
  afterAll(async () => {
    agent.kill();
    await fleet.close();
    rmSync(folder, { recursive: true });
  });

  const endpoint = () => {
    const { port, hostKeyFingerprint } = fleet.node("east01");
    return { address: "127.0.0.1", port, pinnedFingerprint: hostKeyFingerprint, jumpHost: null };
  };

  it("opens a node, and is told by its public half alone", async () => {
    const identity = await agentIdentity(socketPath, fingerprint);
    expect(identity.publicKey).toBe(publicKey);
    expect(JSON.stringify(identity)).not.toContain("PRIVATE KEY");
    expect(await isLetIn(endpoint(), identity.credential)).toBe(true);
  });

  it("opens nothing that another of the agent's keys would open", async () => {
    const identity = await agentIdentity(socketPath, identityOf(other).fingerprint);
    expect(await isLetIn(endpoint(), identity.credential)).toBe(false);
  });

  it("is missed by its fingerprint", async () => {
    await expect(agentIdentity(socketPath, "SHA256:none")).rejects.toThrow(
      "does not hold the key SHA256:none",
    );
    await expect(agentIdentity(join(folder, "nobody"), fingerprint)).rejects.toThrow("does not answer");
  });
});
