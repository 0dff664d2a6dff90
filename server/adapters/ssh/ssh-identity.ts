import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import ssh2 from "ssh2";

export type SshIdentity = { username: string; privateKey: string; publicKey: string };

/** Line for a node's authorized_keys; throws when the text is no private key. */
function publicKeyLine(privateKey: string): string {
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error)
    throw new Error("The SSH identity file does not hold an unencrypted private key.");
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!key) throw new Error("The SSH identity file is empty.");
  return `${key.type} ${key.getPublicSSH().toString("base64")} overmesh`;
}

/** ssh2 drops a leading zero byte of about one key in 256 and cannot read it back: such a key is thrown away. */
function newPrivateKey(): string {
  for (;;) {
    const { private: privateKey } = ssh2.utils.generateKeyPairSync("ed25519", { comment: "overmesh" });
    if (!(ssh2.utils.parseKey(privateKey) instanceof Error)) return privateKey;
  }
}

/** Reads the key with which nodes are asked; makes an ed25519 key (mode 0600) where there is none yet. */
export function loadSshIdentity(path: string, username: string): SshIdentity {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, newPrivateKey(), { mode: 0o600 });
    chmodSync(path, 0o600);
  }
  const privateKey = readFileSync(path, "utf8");
  return { username, privateKey, publicKey: publicKeyLine(privateKey) };
}
