import { chromium } from "@playwright/test";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPostgresDatabase } from "#db/client.ts";
import { createPerson } from "#db/testing/factories.ts";
import { freePort } from "#db/testing/free-port.ts";
import { isAnswering } from "../demo/api.ts";
import { chromiumPath } from "../test/requirements.ts";
import { hasEnded, spawnWebServer } from "../web-server.ts";
import { type Figure, figureOf } from "./bench.ts";

const TYPED = ["edge-90000", "front 77", "10.9.9", "10000042"];
const BETWEEN_KEYS_MILLISECONDS = 60;

/**
 * From each key in the filter of the vDC's table of networks to the moment the browser has painted what came of it, in the
 * built web app.
 */
export async function measureFilterKeys(databaseUrl: string, vdcId: string): Promise<Figure> {
  const database = await openPostgresDatabase(databaseUrl);
  const operator = await createPerson(database.db, { cloudRole: "operator" });
  await database.close();
  const folder = mkdtempSync(join(tmpdir(), "overmesh-bench-"));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const server = spawnWebServer(
    { port, address: "127.0.0.1" },
    {
      OVERMESH_URL: origin,
      OVERMESH_SECRET: randomBytes(32).toString("base64"),
      OVERMESH_DATA_FOLDER: folder,
      OVERMESH_REFRESH_INTERVAL_SECONDS: "0",
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: "warn",
    },
    "pipe",
  );
  try {
    if (!(await isAnswering(`http://127.0.0.1:${port}`, 60))) throw new Error("The web app does not answer.");
    return await typeInto(origin, operator, vdcId);
  } finally {
    server.kill("SIGTERM");
    await hasEnded(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function typeInto(
  origin: string,
  { userName, password }: { userName: string; password: string },
  vdcId: string,
): Promise<Figure> {
  const executablePath = chromiumPath();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${origin}/sign-in`);
    await page.getByLabel("Name", { exact: true }).fill(userName);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL((url) => !url.pathname.includes("sign-in"));
    await page.goto(`${origin}/vdcs/${vdcId}/networks`);
    await page.getByRole("row").nth(20).waitFor();
    const filter = page.getByRole("searchbox");
    await filter.evaluate((field) => {
      const painted = new MessageChannel();
      const starts: number[] = [];
      const taken: number[] = [];
      Object.assign(window, { taken });
      // A message sent from a frame is read after that frame is painted.
      painted.port1.addEventListener("message", () => {
        for (const start of starts.splice(0)) taken.push(performance.now() - start);
      });
      painted.port1.start();
      field.addEventListener("keydown", ({ timeStamp }) => {
        starts.push(timeStamp);
        requestAnimationFrame(() => painted.port2.postMessage(null));
      });
    });
    for (const text of TYPED) {
      await filter.pressSequentially(text, { delay: BETWEEN_KEYS_MILLISECONDS });
      await page.waitForTimeout(600);
      for (let key = 0; key < text.length; key += 1) {
        await filter.press("Backspace");
        await page.waitForTimeout(BETWEEN_KEYS_MILLISECONDS);
      }
    }
    return figureOf(await page.evaluate(() => (window as unknown as { taken: number[] }).taken));
  } finally {
    await browser.close();
  }
}
