import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import ssh2, { type BaseAgent, type ParsedKey } from "ssh2";

/** What proves to an SSH server who we are. */
export type SshCredential = { privateKey: string } | { agent: BaseAgent };

export type SshIdentity = {
  /** As OpenSSH prints it. */
  fingerprint: string;
  /** Line for a node's authorized_keys. */
  publicKey: string;
  credential: SshCredential;
};

export function identityOfKey(
  key: Pick<ParsedKey, "type" | "getPublicSSH">,
  credential: SshCredential,
): SshIdentity {
  const blob = key.getPublicSSH();
  const digest = createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");
  return {
    fingerprint: `SHA256:${digest}`,
    publicKey: `${key.type} ${blob.toString("base64")} overmesh`,
    credential,
  };
}

/** Throws when the text is no private key; `what` names where it was. */
export function identityOf(privateKey: string, what = "The SSH identity file"): SshIdentity {
  const parsed = ssh2.utils.parseKey(privateKey);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!key || key instanceof Error || !key.isPrivateKey())
    throw new Error(`${what} does not hold an unencrypted private key.`);
  return identityOfKey(key, { privateKey });
}

/** ssh2 drops a leading zero byte of about one key in 256 and cannot read it back: such a key is thrown away. */
export function newPrivateKey(): string {
  for (;;) {
    const { private: privateKey } = ssh2.utils.generateKeyPairSync("ed25519", { comment: "overmesh" });
    if (!(ssh2.utils.parseKey(privateKey) instanceof Error)) return privateKey;
  }
}

/** For its owner alone, whatever the umask. */
export function writePrivateKey(path: string, privateKey: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, privateKey, { mode: 0o600, flag: "wx" });
  chmodSync(path, 0o600);
}

/** Reads the key with which nodes are asked; makes an ed25519 key (mode 0600) where there is none yet. */
export function loadSshIdentity(path: string): SshIdentity {
  if (!existsSync(path)) writePrivateKey(path, newPrivateKey());
  return identityOf(readFileSync(path, "utf8"));
}
