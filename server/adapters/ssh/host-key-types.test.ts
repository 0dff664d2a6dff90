import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostKey } from "../../../e2e/fleet/host-keys.ts";
import { canRunSshd, freeLoopbackPort, Sshd } from "../../../e2e/fleet/sshd.ts";
import type { ShownHostKey } from "#server/domain/host-key.ts";
import { NodeConnectionError } from "./node-connection-error.ts";
import type { NodeEndpoint } from "./node-way.ts";
import { RUN_LIMITS } from "./run-limits.ts";
import { runOnNode } from "./run-on-node.ts";
import { identityOf, newPrivateKey } from "./ssh-identity.ts";

const { credential, publicKey } = identityOf(newPrivateKey());
const SSH_KEYGEN = "/usr/bin/ssh-keygen";
const NOBODYS_KEY = `SHA256:${"A".repeat(43)}`;

describe.runIf(canRunSshd())("an OpenSSH server with a key of each type", () => {
  const folder = mkdtempSync(join(tmpdir(), "overmesh-host-keys-"));
  const ed25519 = hostKey(null, "node");
  let rsaFingerprint = "";
  let ecdsaFingerprint = "";
  let sshd: Sshd;
  let port = 0;

  /** As `ssh-keygen -l` prints it. */
  function makeKey(type: "rsa" | "ecdsa"): string {
    const path = join(folder, type);
    execFileSync(SSH_KEYGEN, ["-q", "-t", type, "-N", "", "-f", path]);
    return execFileSync(SSH_KEYGEN, ["-lf", path], { encoding: "utf8" }).split(" ")[1] ?? "";
  }

  beforeAll(async () => {
    rsaFingerprint = makeKey("rsa");
    ecdsaFingerprint = makeKey("ecdsa");
    writeFileSync(join(folder, "authorized_keys"), `${publicKey}\n`, { mode: 0o600 });
    port = await freeLoopbackPort();
    sshd = await Sshd.start({
      ...{ folder, hostKey: ed25519.privateKey, address: "127.0.0.1", port, place: null },
      config: [`HostKey ${join(folder, "rsa")}`, `HostKey ${join(folder, "ecdsa")}`, `SetEnv HOME=${folder}`],
    });
  });
  afterAll(async () => {
    await sshd.end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The key with which it was asked, or the one it was refused for. */
  async function ask(keys: Partial<NodeEndpoint>): Promise<ShownHostKey & { refusal: string | null }> {
    const endpoint = { address: "127.0.0.1", port, pinnedFingerprint: null, jumpHost: null, ...keys };
    const seen: ShownHostKey[] = [];
    const onConnected = (key: ShownHostKey) => seen.push(key);
    const failure = await runOnNode(endpoint, credential, "true", RUN_LIMITS, { onConnected }).then(
      () => null,
      (error: unknown) => error,
    );
    if (failure !== null && !(failure instanceof NodeConnectionError)) throw failure;
    const key = failure?.shownKey ?? seen[0];
    if (!key) throw failure ?? new Error("no key was seen");
    return { ...key, refusal: failure?.message ?? null };
  }

  it.each(["rsa", "ecdsa"] as const)(
    "is asked with the %s key that a list says it has, although it shows another one first",
    async (type) => {
      const fingerprint = type === "rsa" ? rsaFingerprint : ecdsaFingerprint;
      expect(await ask({ pinnedFingerprint: fingerprint, pinnedAs: "expected" })).toEqual({
        ...{ fingerprint, type, refusal: null },
      });
    },
  );

  it("shows the expected key for an operator to confirm, where it does not confirm itself", async () => {
    expect(await ask({ expectedFingerprint: rsaFingerprint })).toEqual({
      ...{ fingerprint: rsaFingerprint, type: "rsa" },
      refusal: "The node showed its host key for the first time; it waits for an operator to confirm it.",
    });
  });

  it.each([
    { pinnedFingerprint: NOBODYS_KEY, pinnedAs: "expected" as const },
    { expectedFingerprint: NOBODYS_KEY },
  ])("is told with every key it has when none is the expected one: %o", async (keys) => {
    const { refusal, ...first } = await ask(keys);
    expect(first).toEqual({ fingerprint: ed25519.fingerprint, type: "ed25519" });
    expect(refusal).toBe(
      `The node showed host keys ${ed25519.fingerprint} (ED25519), ${ecdsaFingerprint} (ECDSA) and ${rsaFingerprint} (RSA) instead of the expected ${NOBODYS_KEY}; nothing was sent to it.`,
    );
  });

  it("is asked for the pinned key's type at once where that is known", async () => {
    expect(await ask({ pinnedFingerprint: ecdsaFingerprint, pinnedType: "ecdsa" })).toMatchObject({
      ...{ type: "ecdsa", refusal: null },
    });
  });
});
