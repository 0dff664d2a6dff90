import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { RefreshState, RefreshStateInFlight } from "#server/domain/refresh-state.ts";

/** How one node's refresh stands or ended. */
export type RefreshSaid = {
  hostname: string;
  state: RefreshState;
  attempt: number;
  failureCause: string | null;
  failedStep: RefreshStateInFlight | null;
  failureDetail: string | null;
};

/** What is stored of one node of which facts are known: their values in short, the names of its NIC tags, and how many snapshots. */
export type StoredNode = { hostname: string; digest: string; nicTags: string[]; snapshots: number };

/** How a run ended, and what is stored by hostname. */
export type RunSaid = { runId: string; states: RefreshSaid[]; stored: StoredNode[] };

/** The product in a process of its own: told what to do, and killed without warning. */
export class ProductProcess {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  constructor(env: Record<string, string>) {
    this.#process = spawn(process.execPath, ["server/testing/product.ts"], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, NODE_ENV: "test", ...env },
    });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async hears<T = RunSaid>(): Promise<T> {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error("The process has ended.");
    return JSON.parse(value);
  }

  tell<T = RunSaid>(line: string): Promise<T> {
    this.#process.stdin.write(`${line}\n`);
    return this.hears<T>();
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGKILL");
    await ended;
  }
}
