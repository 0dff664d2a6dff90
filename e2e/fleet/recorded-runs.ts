import type { ShellRun } from "./node-shell.ts";

/** Between whatever the client has every section framed with. */
const MARK = /\b[0-9a-f]{32}\b/;
const CLOCK = /(?<= begin clock\n)\d+/;

/** A node's runs told from memory: each script is run once, then answered with the marks and the time of whoever asks again. */
export class RecordedRuns {
  readonly #runs = new Map<string, Promise<{ mark: string; run: ShellRun }>>();

  async run(script: string, make: () => Promise<ShellRun>): Promise<ShellRun> {
    const mark = MARK.exec(script)?.[0];
    if (mark === undefined) return make();
    const key = script.replaceAll(mark, "");
    const known = this.#runs.get(key);
    if (!known) {
      const made = make();
      const recorded = made.then((run) => ({ mark, run }));
      this.#runs.set(key, recorded);
      recorded.catch(() => this.#runs.delete(key));
      return made;
    }
    const { mark: markThen, run } = await known;
    const stdout = run.stdout
      .toString("latin1")
      .replaceAll(markThen, mark)
      .replace(CLOCK, String(Math.floor(Date.now() / 1000)));
    return { ...run, stdout: Buffer.from(stdout, "latin1") };
  }
}
