import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import ssh2 from "ssh2";
import type { Connection, ParsedKey, ServerChannel } from "ssh2";
import type { FleetFault } from "./fault.ts";
import type { HostKey } from "./host-keys.ts";
import type { NodeFront } from "./node-front.ts";
import type { ShellRun } from "./node-shell.ts";
import { finish, sendOutput } from "./send-output.ts";

export type SshNodeOptions = {
  /** An address of this machine. */
  address: string;
  port: number;
  hostKey: HostKey;
  /** Shown instead while the fault `changed-host-key` holds. */
  strangeHostKey: HostKey;
  /** OpenSSH public keys of the clients it lets in. */
  clientPublicKeys: readonly string[];
  /** Runs the script the client sends. */
  run: (channel: ServerChannel, signal: AbortSignal) => Promise<ShellRun>;
};

/** The SSH side of one node: one user, one key, and no command but a shell that reads its script from standard input. */
export class SshNode implements NodeFront {
  readonly #options: SshNodeOptions;
  readonly #sockets = new Set<Socket>();
  readonly #usual: ssh2.Server;
  readonly #strange: ssh2.Server;
  #listener: Server | null = null;
  #port: number;
  #isPoweredOn = true;
  #fault: FleetFault | null = null;
  #clientKeys: readonly ParsedKey[];

  constructor(options: SshNodeOptions) {
    this.#options = options;
    this.#clientKeys = options.clientPublicKeys.map(parseClientKey);
    this.#port = options.port;
    this.#usual = this.#server(options.hostKey);
    this.#strange = this.#server(options.strangeHostKey);
  }

  get port(): number {
    return this.#port;
  }

  get fault(): FleetFault | null {
    return this.#fault;
  }

  async become(isPoweredOn: boolean, fault: FleetFault | null): Promise<void> {
    this.#isPoweredOn = isPoweredOn;
    this.#fault = fault;
    const shouldListen = this.#isPoweredOn && fault !== "refuse-connection";
    if (shouldListen && !this.#listener) await this.#listen();
    if (!shouldListen) await this.close();
  }

  async close(): Promise<void> {
    const listener = this.#listener;
    this.#listener = null;
    for (const socket of this.#sockets) socket.destroy();
    if (listener) await new Promise<void>((resolve) => listener.close(() => resolve()));
  }

  /** Each of its shells has files of its own. */
  async renewFiles(): Promise<void> {}

  async admit(publicKeys: readonly string[]): Promise<void> {
    this.#clientKeys = publicKeys.map(parseClientKey);
  }

  async reservePort(): Promise<void> {
    if (this.#port !== 0) return;
    await this.#listen();
    if (!this.#isPoweredOn) await this.close();
  }

  async #listen(): Promise<void> {
    const listener = createServer((socket) => this.#accept(socket));
    listener.listen(this.#port, this.#options.address);
    await once(listener, "listening");
    // The listener is on TCP, so its address is never a path or null.
    this.#port = (listener.address() as AddressInfo).port;
    this.#listener = listener;
  }

  #accept(socket: Socket): void {
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    if (this.#fault === "silent") return;
    const server = this.#fault === "changed-host-key" ? this.#strange : this.#usual;
    server.injectSocket(socket);
  }

  #server(key: HostKey): ssh2.Server {
    return new ssh2.Server({ hostKeys: [key.privateKey], ident: "OpenSSH_8.1" }, (client) => {
      client.on("error", () => undefined);
      client.on("authentication", (context) => this.#authenticate(context));
      client.on("ready", () => client.on("session", (accept) => this.#serve(accept(), client)));
    });
  }

  #authenticate(context: ssh2.AuthContext): void {
    if (context.method !== "publickey" || context.username !== "root") return context.reject(["publickey"]);
    const { key, signature, blob, hashAlgo } = context;
    const clientKey = this.#clientKeys.find(
      (admitted) => key.data.equals(admitted.getPublicSSH()) && key.algo === admitted.type,
    );
    // Without a signature the client only asks whether the key would do.
    const isSigned = !signature || clientKey?.verify(blob ?? "", signature, hashAlgo) === true;
    if (clientKey && isSigned) context.accept();
    else context.reject(["publickey"]);
  }

  #serve(session: ssh2.Session, client: Connection): void {
    session.on("exec", (accept, _reject, { command }) => {
      const channel = accept();
      channel.on("error", () => undefined);
      if (!/^(?:\/(?:usr\/)?bin\/)?(?:ba)?sh -s(?: |$)/.test(command))
        return finish(channel, notFound(command));
      const closed = new AbortController();
      channel.once("close", () => closed.abort());
      this.#options.run(channel, closed.signal).then(
        (run) => !closed.signal.aborted && sendOutput(channel, run, this.#fault, () => client.end()),
        (error: unknown) => finish(channel, failed(error)),
      );
    });
  }
}

function parseClientKey(publicKey: string): ParsedKey {
  const key = ssh2.utils.parseKey(publicKey);
  if (key instanceof Error) throw new Error("The client's public key cannot be read.", { cause: key });
  return key;
}

function notFound(command: string): ShellRun {
  const [word = ""] = command.split(" ");
  return { stdout: Buffer.alloc(0), stderr: Buffer.from(`sh: ${word}: not found\n`), exitCode: 127 };
}

function failed(error: unknown): ShellRun {
  return {
    stdout: Buffer.alloc(0),
    stderr: Buffer.from(`stand-in node failed: ${String(error)}\n`),
    exitCode: 126,
  };
}
