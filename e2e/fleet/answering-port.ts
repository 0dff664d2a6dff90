import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

export type AnswerBytes = { stdout: Buffer; stderr: string; exitCode: number };
export type AnswerCommand = (name: string, args: string[]) => AnswerBytes;

const REQUEST_BYTES_MAX = 1_000_000;

/** Loopback port where the functions of a node's shell ask the fleet for their answers; each shell has its own token. */
export class AnsweringPort {
  readonly #server: Server;
  readonly #answerByToken = new Map<string, AnswerCommand>();

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async open(): Promise<AnsweringPort> {
    const port = new AnsweringPort();
    await new Promise<void>((resolve, reject) => {
      port.#server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return port;
  }

  get number(): number {
    // The server listens on TCP, so its address is never a path or null.
    return (this.#server.address() as AddressInfo).port;
  }

  admit(answer: AnswerCommand): string {
    const token = randomBytes(16).toString("hex");
    this.#answerByToken.set(token, answer);
    return token;
  }

  dismiss(token: string): void {
    this.#answerByToken.delete(token);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** A request is a token, a count and as many words, each ended by NUL. */
  #serve(socket: Socket): void {
    socket.setNoDelay(true);
    let request = Buffer.alloc(0);
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk: Buffer) => {
      request = Buffer.concat([request, chunk]);
      if (request.length > REQUEST_BYTES_MAX) socket.destroy();
      const [token, count, ...words] = request.toString("utf8").split("\0").slice(0, -1);
      if (token === undefined || count === undefined || words.length < Number(count)) return;
      socket.removeAllListeners("data");
      const [name = "", ...args] = words;
      const answer = this.#answerByToken.get(token)?.(name, args);
      if (!answer) return socket.destroy();
      socket.end(
        Buffer.concat([
          Buffer.from(`${answer.exitCode}\n${answer.stderr.replaceAll("\n", " ")}\n`),
          answer.stdout,
        ]),
      );
    });
  }
}
