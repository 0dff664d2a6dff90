import type { Page } from "@playwright/test";
import { type Figure, figureOf } from "./bench.ts";
import { withWebApp } from "./web-app.ts";

const TYPED = ["edge-90000", "front 77", "10.9.9", "10000042"];
const BETWEEN_KEYS_MILLISECONDS = 60;

/**
 * From each key in the filter of the vDC's table of networks to the moment the browser has painted what came of it, in the
 * built web app.
 */
export async function measureFilterKeys(databaseUrl: string, vdcId: string): Promise<Figure> {
  return withWebApp(databaseUrl, (page, origin) => typeInto(page, `${origin}/vdcs/${vdcId}/networks`));
}

async function typeInto(page: Page, address: string): Promise<Figure> {
  await page.goto(address, { waitUntil: "commit" });
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
}
