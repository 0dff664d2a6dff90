import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FleetFault } from "./fault.ts";
import type { HostKey } from "./host-keys.ts";
import type { NodeFront } from "./node-front.ts";
import type { NodePlace } from "./network.ts";
import { freeLoopbackPort, Sshd } from "./sshd.ts";
import { shellPrelude } from "./shell-prelude.ts";
import { SshNode, type SshNodeOptions } from "./ssh-node.ts";
import { writeNodeFiles } from "./node-shell.ts";

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

export type SshdNodeOptions = SshNodeOptions & {
  /** Where the functions of the node's shell ask for their answers. */
  answering: { port: number; token: string };
  files: () => ReadonlyMap<string, string>;
  /** Each command is answered once and then from a file, until the node's files are renewed: a node that costs little. */
  keepsAnswers: boolean;
  /** null: on the loopback interface of this machine. */
  place: NodePlace | null;
};

/** One node behind OpenSSH's own server, a process of its own; faults that sshd cannot have are staged by the stand-in server. */
export class SshdNode implements NodeFront {
  readonly #options: SshdNodeOptions;
  #staged: SshNode | null = null;
  #sshd: Sshd | null = null;
  #shownKey: HostKey | null = null;
  #folder: string | null = null;
  #port: number;
  #fault: FleetFault | null = null;
  #admitted: readonly string[];

  constructor(options: SshdNodeOptions) {
    this.#options = options;
    this.#port = options.port;
    this.#admitted = options.clientPublicKeys;
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
      if (!this.#staged) this.#options.place?.takeOver();
      this.#staged ??= new SshNode({
        ...this.#options,
        port: this.#port,
        clientPublicKeys: this.#admitted,
      });
      await this.#staged.become(true, fault);
    } else if (isListening) await this.#startSshd(key);
  }

  async admit(publicKeys: readonly string[]): Promise<void> {
    this.#admitted = publicKeys;
    await writeFile(join(await this.#home(), "authorized_keys"), linesOf(publicKeys), { mode: 0o600 });
    await this.#staged?.admit(publicKeys);
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
    const { answering, keepsAnswers, place } = this.#options;
    await writeFile(join(folder, "authorized_keys"), linesOf(this.#admitted), { mode: 0o600 });
    await writeFile(join(folder, "prelude.sh"), shellPrelude({ isLight: keepsAnswers }));
    const shell = shellText(folder, answering, { keepsAnswers, isInPlace: place !== null });
    await writeFile(join(folder, "shell"), shell);
    return folder;
  }

  async #startSshd(key: HostKey): Promise<void> {
    if (this.#sshd) return;
    const folder = await this.#home();
    const { address, place } = this.#options;
    this.#sshd = await Sshd.start({
      ...{ folder, hostKey: key.privateKey, address, port: this.#port, place },
      config: [
        "AllowTcpForwarding no",
        // Root's own start files on this machine are no business of a node.
        `SetEnv HOME=${folder}`,
        `ForceCommand . ${join(folder, "shell")}`,
      ],
    });
    this.#shownKey = key;
  }

  async #endSshd(): Promise<void> {
    const sshd = this.#sshd;
    this.#sshd = null;
    this.#shownKey = null;
    await sshd?.end();
  }

  async #endStaged(): Promise<void> {
    if (!this.#staged) return;
    await this.#staged.close();
    this.#staged = null;
    this.#options.place?.giveBack();
  }
}

const linesOf = (publicKeys: readonly string[]): string =>
  publicKeys.map((publicKey) => `${publicKey.trim()}\n`).join("");

/** Runs what the client asked for with the node's commands and files, and nothing of this machine by name. */
function shellText(
  folder: string,
  { port, token }: SshdNodeOptions["answering"],
  { keepsAnswers, isInPlace }: { keepsAnswers: boolean; isInPlace: boolean },
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
  // What the node is reached by is its own; what answers for its commands is in the fleet's network.
  const enter = isInPlace ? `/usr/bin/nsenter --net=/proc/${process.pid}/ns/net ` : "";
  // Root's shell reads it, so that no further program is started for it. sshd sets little but what a node's would.
  return `cd ${root} || exit 126
case $SSH_ORIGINAL_COMMAND in
  '/usr/bin/bash -s') ${env} exec ${enter}/bin/bash --norc --noprofile -s ;;
  *) ${env} exec ${enter}/bin/bash --norc --noprofile -c "$SSH_ORIGINAL_COMMAND" ;;
esac
`;
}
