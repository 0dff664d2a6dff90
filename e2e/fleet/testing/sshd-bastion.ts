import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostKey } from "../host-keys.ts";
import type { NodePlace } from "../network.ts";
import { Sshd } from "../sshd.ts";

export type SshdBastion = {
  address: string;
  port: number;
  hostKeyFingerprint: string;
  close(): Promise<void>;
};

/** OpenSSH's own server in front of a place: it lets root forward connections, and runs nothing. */
export async function startSshdBastion(place: NodePlace, clientPublicKey: string): Promise<SshdBastion> {
  const folder = await mkdtemp(join(tmpdir(), "overmesh-bastion-"));
  const key = hostKey(null, "bastion");
  await writeFile(join(folder, "authorized_keys"), `${clientPublicKey.trim()}\n`, { mode: 0o600 });
  const { address } = place;
  const port = 22;
  const sshd = await Sshd.start({
    ...{ folder, hostKey: key.privateKey, address, port, place },
    config: ["AllowTcpForwarding local", "PermitTTY no", "ForceCommand /bin/false"],
  });
  return {
    ...{ address, port, hostKeyFingerprint: key.fingerprint },
    close: async () => {
      await sshd.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
