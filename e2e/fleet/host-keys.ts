import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ssh2 from "ssh2";

export type HostKey = { privateKey: string; fingerprint: string };

/** An ed25519 key; kept in `folder` under `name` when there is one, so that the fingerprint survives a restart. */
export function hostKey(folder: string | null, name: string): HostKey {
  const path = folder === null ? null : join(folder, `${name}.key`);
  const privateKey = path !== null && existsSync(path) ? readFileSync(path, "utf8") : generated();
  if (path !== null && folder !== null) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, privateKey, { mode: 0o600 });
    chmodSync(path, 0o600);
  }
  return { privateKey, fingerprint: fingerprintOf(privateKey) };
}

function generated(): string {
  for (;;) {
    const privateKey = ssh2.utils.generateKeyPairSync("ed25519").private;
    // ssh2 drops leading zero bytes of a public key: one key in 256 comes out malformed.
    if (!(ssh2.utils.parseKey(privateKey) instanceof Error)) return privateKey;
  }
}

function fingerprintOf(privateKey: string): string {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw new Error("The stored host key cannot be read.", { cause: key });
  const digest = createHash("sha256").update(key.getPublicSSH()).digest("base64");
  return `SHA256:${digest.replace(/=+$/, "")}`;
}
