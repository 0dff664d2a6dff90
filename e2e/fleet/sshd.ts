import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { NodePlace } from "./network.ts";

const PROGRAM = "/usr/sbin/sshd";
/** sshd refuses to start without it. */
const PRIVILEGE_SEPARATION_FOLDER = "/run/sshd";
const LISTENS_WITHIN_MILLISECONDS = 10_000;

/** Only root's sshd lets root in, and it reads accounts and keys of this machine. */
export const canRunSshd = (): boolean => userInfo().uid === 0 && existsSync(PROGRAM);

export type SshdOptions = {
  /** Holds `authorized_keys`; the rest is written there. */
  folder: string;
  hostKey: string;
  address: string;
  port: number;
  /** null: in this process's own network. */
  place: NodePlace | null;
  /** Beside what all have in common. */
  config: readonly string[];
};

/** Debian's OpenSSH server, a process of its own that lets root in with the keys of its folder. */
export class Sshd {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** It listens already. */
  static async start(options: SshdOptions): Promise<Sshd> {
    const { folder, hostKey, address, port, place } = options;
    mkdirSync(PRIVILEGE_SEPARATION_FOLDER, { recursive: true, mode: 0o755 });
    await writeFile(join(folder, "host_key"), hostKey, { mode: 0o600 });
    await writeFile(join(folder, "sshd_config"), configText(options));
    const command = [...within(place), PROGRAM, "-D", "-e", "-f", join(folder, "sshd_config")];
    const [program = "", ...args] = command;
    // Connections are served by children of it; they end with it.
    const sshd = spawn(program, args, { detached: true, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    sshd.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const isListening = () => (place ? isOpenWithin(place, port) : isOpen(address, port));
    const server = new Sshd(sshd);
    try {
      await listening(isListening, () => (sshd.exitCode === null ? null : `sshd ended: ${said.trim()}`));
    } catch (error) {
      await server.end();
      throw error;
    }
    return server;
  }

  async end(): Promise<void> {
    const { pid, exitCode } = this.#process;
    if (pid === undefined || exitCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    process.kill(-pid, "SIGKILL");
    await ended;
  }
}

export function freeLoopbackPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject).listen(0, "127.0.0.1", () => {
      // The server listens on TCP, so its address is never a path or null.
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function within(place: NodePlace | null): string[] {
  return place ? ["/usr/sbin/ip", "netns", "exec", place.namespace] : [];
}

function configText({ folder, address, port, config }: SshdOptions): string {
  return [
    `Port ${port}`,
    `ListenAddress ${address}`,
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
    ...config,
    "",
  ].join("\n");
}

async function listening(isListening: () => Promise<boolean>, failure: () => string | null): Promise<void> {
  const deadline = performance.now() + LISTENS_WITHIN_MILLISECONDS;
  while (!(await isListening())) {
    const said = failure() ?? (performance.now() > deadline ? "sshd does not listen." : null);
    if (said !== null) throw new Error(said);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Looked at from inside, where nobody but the node may be. */
function isOpenWithin(place: NodePlace, port: number): Promise<boolean> {
  const [program = "", ...args] = [...within(place), "/bin/bash", "-c", `</dev/tcp/${place.address}/${port}`];
  return new Promise((resolve) => {
    spawn(program, args, { stdio: "ignore" }).once("exit", (code) => resolve(code === 0));
  });
}

function isOpen(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    const answer = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", () => answer(true)).once("error", () => answer(false));
  });
}
