import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { freePort } from "#db/testing/free-port.ts";

const FLEET_PORT_FIRST = 22_010;

test("the demo runs on the embedded database: it refreshes a fleet over SSH and shows its mesh", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), "overmesh-demo-"));
  const port = await freePort();
  const start = () => {
    const demo = spawn(process.execPath, ["server/cli/demo.ts"], {
      env: {
        ...process.env,
        PORT: String(port),
        OVERMESH_DATA_FOLDER: folder,
        OVERMESH_DEMO_FLEET_PORT: String(FLEET_PORT_FIRST),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    for (const stream of [demo.stdout, demo.stderr])
      stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => demo.once("exit", resolve));
    return { demo, ended, printed: () => printed };
  };
  const first = start();
  await expect.poll(first.printed, { timeout: 200_000 }).toContain("Ctrl-C ends everything");
  const [, password = ""] = /operator\s+(\S+)/.exec(first.printed()) ?? [];

  const second = start();
  await second.ended;
  expect(second.printed()).toContain("is using");

  await page.goto(`http://localhost:${port}/mesh?view=table`);
  await page.getByLabel("Name", { exact: true }).fill("operator");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Demo fleet")).toBeVisible();
  await expect(page.getByRole("link", { name: /bts01.*prg01/ })).toBeVisible();

  first.demo.kill("SIGINT");
  await first.ended;
  const third = start();
  await expect.poll(third.printed, { timeout: 100_000 }).toContain("Ctrl-C ends everything");
  expect(third.printed()).toContain(password);
  third.demo.kill("SIGINT");
  await third.ended;
  rmSync(folder, { recursive: true, force: true });
});
