import type { Algorithms } from "ssh2";
import { type HostKeyType, hostKeyType } from "#server/domain/host-key.ts";

/** The only algorithms offered, strongest first; SHA-1, CBC ciphers, DSA and `ssh-rsa` are not among them. */
export const ALGORITHMS = {
  serverHostKey: [
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
  ],
  kex: [
    "curve25519-sha256",
    "curve25519-sha256@libssh.org",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group18-sha512",
    "diffie-hellman-group-exchange-sha256",
    "diffie-hellman-group14-sha256",
  ],
  cipher: [
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "chacha20-poly1305@openssh.com",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
  ],
  hmac: ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512"],
  compress: ["none"],
} satisfies Algorithms;

type Wanted = { pinnedType?: HostKeyType | null; onlyType?: HostKeyType | null };

const typeOf = (name: string): HostKeyType => (name.startsWith("rsa-") ? "rsa" : hostKeyType(name));

/** The same, with the pinned key's type asked for first: a server that has others too must not seem to have changed it. */
export function algorithmsFor({ pinnedType = null, onlyType = null }: Wanted): Algorithms {
  const { serverHostKey } = ALGORITHMS;
  if (onlyType !== null)
    return { ...ALGORITHMS, serverHostKey: serverHostKey.filter((name) => typeOf(name) === onlyType) };
  if (pinnedType === null) return ALGORITHMS;
  const rank = (name: string) => (typeOf(name) === pinnedType ? 0 : 1);
  return { ...ALGORITHMS, serverHostKey: serverHostKey.toSorted((a, b) => rank(a) - rank(b)) };
}
