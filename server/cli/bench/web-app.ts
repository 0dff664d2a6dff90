import { chromium, type Page } from "@playwright/test";
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

const ANSWERS_WITHIN_SECONDS = 120;

/** The built web app on a database of its own, looked at by a new operator in a headless Chromium. */
export async function withWebApp<T>(
  databaseUrl: string,
  use: (page: Page, origin: string) => Promise<T>,
): Promise<T> {
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
  const browser = await openBrowser();
  try {
    if (!(await isAnswering(`http://127.0.0.1:${port}`, ANSWERS_WITHIN_SECONDS))) {
      throw new Error("The web app does not answer.");
    }
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const { userName: username, password } = operator;
    const answer = await page.request.post(`${origin}/api/auth/sign-in/username`, {
      headers: { origin },
      data: { username, password },
    });
    if (!answer.ok()) throw new Error(`Signing in failed: ${await answer.text()}`);
    return await use(page, origin);
  } finally {
    await browser.close();
    server.kill("SIGTERM");
    await hasEnded(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function openBrowser() {
  const executablePath = chromiumPath();
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
    ],
  });
}
