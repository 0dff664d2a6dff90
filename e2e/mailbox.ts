import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";

/** What the journeys' mail server got. */
export class Mailbox {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The six digits of the newest mail to the address, once it has come. */
  async codeFor(address: string): Promise<string> {
    const read = () => {
      const name = readdirSync(this.#folder)
        .filter((file) => file.endsWith(` ${address}`))
        .toSorted()
        .at(-1);
      const mail = name === undefined ? "" : readFileSync(join(this.#folder, name), "utf8");
      return /code for Overmesh is (\d{6})/.exec(mail.replaceAll("=\r\n", ""))?.[1] ?? "";
    };
    await expect.poll(read).not.toBe("");
    return read();
  }
}
