import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { FleetFault } from "./fault.ts";
import type { HostKey } from "./host-keys.ts";
import type { NodeFront } from "./node-front.ts";
import { shellPrelude } from "./shell-prelude.ts";
import { SshNode, type SshNodeOptions } from "./ssh-node.ts";
import { writeNodeFiles } from "./node-shell.ts";

const SSHD = "/usr/sbin/sshd";
/** sshd refuses to start without it. */
const PRIVILEGE_SEPARATION_FOLDER = "/run/sshd";
const LISTENS_WITHIN_MILLISECONDS = 10_000;
/** What only a server of our own can do wrong. */
const STAGED_FAULTS: readonly FleetFault[] = [
  "silent",
  "hang",
  "drop",
  "drip",
  "flood",
  "empty-output",
  "failing-exit",
];

/** Only root's sshd lets root in, and it reads accounts and keys of this machine. */
export const canRunSshd = (): boolean => userInfo().uid === 0 && existsSync(SSHD);

export type SshdNodeOptions = SshNodeOptions & {
  clientPublicKey: string;
  /** Where the functions of the node's shell ask for their answers. */
  answering: { port: number; token: string };
  files: () => ReadonlyMap<string, string>;
  /** Each command is answered once and then from a file, until the node's files are renewed: a node that costs little. */
  keepsAnswers: boolean;
};

/** One node behind OpenSSH's own server, a process of its own; faults that sshd cannot have are staged by the stand-in server. */
export class SshdNode implements NodeFront {
  readonly #options: SshdNodeOptions;
  #staged: SshNode | null = null;
  #sshd: ChildProcess | null = null;
  #shownKey: HostKey | null = null;
  #folder: string | null = null;
  #port: number;
  #fault: FleetFault | null = null;

  constructor(options: SshdNodeOptions) {
    this.#options = options;
    this.#port = options.port;
  }

  get port(): number {
    return this.#port;
  }

  get fault(): FleetFault | null {
    return this.#fault;
  }

  async become(isPoweredOn: boolean, fault: FleetFault | null): Promise<void> {
    this.#fault = fault;
    const isListening = isPoweredOn && fault !== "refuse-connection";
    const isStaged = isListening && fault !== null && STAGED_FAULTS.includes(fault);
    const { hostKey, strangeHostKey } = this.#options;
    const key = fault === "changed-host-key" ? strangeHostKey : hostKey;
    if (!isListening || isStaged || this.#shownKey !== key) await this.#endSshd();
    if (!isStaged) await this.#endStaged();
    if (isStaged) {
      this.#staged ??= new SshNode({ ...this.#options, port: this.#port });
      await this.#staged.become(true, fault);
    } else if (isListening) await this.#startSshd(key);
  }

  async reservePort(): Promise<void> {
    if (this.#port === 0) this.#port = await freeLoopbackPort();
  }

  async renewFiles(): Promise<void> {
    const folder = await this.#home();
    await rm(join(folder, "root"), { recursive: true, force: true });
    await rm(join(folder, "answers"), { recursive: true, force: true });
    await mkdir(join(folder, "answers"));
    await writeNodeFiles(join(folder, "root"), this.#options.files());
  }

  async close(): Promise<void> {
    await this.#endSshd();
    await this.#endStaged();
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
    this.#folder = null;
  }

  /** The node's own home, with its shell; made once. */
  async #home(): Promise<string> {
    if (this.#folder) return this.#folder;
    const folder = await mkdtemp(join(tmpdir(), "overmesh-sshd-"));
    this.#folder = folder;
    const { clientPublicKey, answering, keepsAnswers } = this.#options;
    await writeFile(join(folder, "authorized_keys"), `${clientPublicKey.trim()}\n`, { mode: 0o600 });
    await writeFile(join(folder, "prelude.sh"), shellPrelude({ isLight: keepsAnswers }));
    await writeFile(join(folder, "shell"), shellText(folder, answering, keepsAnswers), { mode: 0o755 });
    return folder;
  }

  async #startSshd(key: HostKey): Promise<void> {
    if (this.#sshd) return;
    const folder = await this.#home();
    mkdirSync(PRIVILEGE_SEPARATION_FOLDER, { recursive: true, mode: 0o755 });
    await writeFile(join(folder, "host_key"), key.privateKey, { mode: 0o600 });
    await writeFile(join(folder, "sshd_config"), configText(folder, this.#port));
    const sshd = spawn(SSHD, ["-D", "-e", "-f", join(folder, "sshd_config")], {
      // Connections are served by children of it; they end with it.
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    sshd.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
    this.#sshd = sshd;
    this.#shownKey = key;
    await listening(this.#port, () => (sshd.exitCode === null ? null : `sshd ended: ${said.trim()}`));
  }

  async #endSshd(): Promise<void> {
    const sshd = this.#sshd;
    this.#sshd = null;
    this.#shownKey = null;
    if (sshd?.pid === undefined || sshd.exitCode !== null) return;
    const ended = new Promise((resolve) => sshd.once("exit", resolve));
    process.kill(-sshd.pid, "SIGKILL");
    await ended;
  }

  async #endStaged(): Promise<void> {
    await this.#staged?.close();
    this.#staged = null;
  }
}

function configText(folder: string, port: number): string {
  return [
    "ListenAddress 127.0.0.1",
    `Port ${port}`,
    `HostKey ${join(folder, "host_key")}`,
    `AuthorizedKeysFile ${join(folder, "authorized_keys")}`,
    // The key lies in the temporary folder, which everybody may write to.
    "StrictModes no",
    "AuthenticationMethods publickey",
    "PermitRootLogin prohibit-password",
    "UsePAM no",
    "UseDNS no",
    "PidFile none",
    "PrintMotd no",
    "PrintLastLog no",
    "LogLevel ERROR",
    "MaxStartups 200:30:400",
    "AllowTcpForwarding no",
    // Root's own start files on this machine are no business of a node.
    `SetEnv HOME=${folder}`,
    `ForceCommand ${join(folder, "shell")}`,
    "",
  ].join("\n");
}

/** Runs what the client asked for with the node's commands and files, and nothing of this machine by name. */
function shellText(
  folder: string,
  { port, token }: SshdNodeOptions["answering"],
  keepsAnswers: boolean,
): string {
  const root = join(folder, "root");
  const env = [
    "PATH=/nonexistent",
    `HOME=${folder}`,
    "LC_ALL=C",
    `BASH_ENV=${join(folder, "prelude.sh")}`,
    `FLEET_ROOT=${root}`,
    `FLEET_ANSWER_PORT=${port}`,
    `FLEET_ANSWER_TOKEN=${token}`,
    ...(keepsAnswers ? [`FLEET_ANSWERS=${join(folder, "answers")}`] : []),
  ].join(" ");
  return `#!/bin/sh
cd ${root} || exit 126
case $SSH_ORIGINAL_COMMAND in
  '/usr/bin/bash -s') exec /usr/bin/env -i ${env} /bin/bash --norc --noprofile -s ;;
  *) exec /usr/bin/env -i ${env} /bin/bash --norc --noprofile -c "$SSH_ORIGINAL_COMMAND" ;;
esac
`;
}

function freeLoopbackPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject).listen(0, "127.0.0.1", () => {
      // The server listens on TCP, so its address is never a path or null.
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function listening(port: number, failure: () => string | null): Promise<void> {
  const deadline = performance.now() + LISTENS_WITHIN_MILLISECONDS;
  while (!(await isOpen(port))) {
    const said = failure() ?? (performance.now() > deadline ? "sshd does not listen." : null);
    if (said !== null) throw new Error(said);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const answer = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", () => answer(true)).once("error", () => answer(false));
  });
}
