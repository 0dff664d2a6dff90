import AxeBuilder from "@axe-core/playwright";
import { type APIResponse, test as base, expect, type Page } from "@playwright/test";
import { join } from "node:path";
import { openTestDatabase, type TestStore } from "#db/testing/store.ts";
import type { TestPerson, TestVdc } from "#db/testing/factories.ts";
import { FleetControl } from "./fleet-control.ts";
import { Mailbox } from "./mailbox.ts";
import type { Stack } from "./stack.ts";

export { expect };

export const stack: Stack = JSON.parse(process.env["OVERMESH_JOURNEYS"] ?? "{}");

/** Gives the page the session that signing in with name and password gives; the sign-in page has its own journeys. */
export async function signIn(page: Page, { userName, password }: TestPerson): Promise<void> {
  // A page of whoever was signed in before would notice, and lead away from where the journey goes next.
  if (page.url() !== "about:blank") await page.goto("about:blank");
  await page.context().clearCookies();
  const answer = await page.request.post("/api/auth/sign-in/username", {
    headers: { origin: stack.origin },
    data: { username: userName, password },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Asks the API as the page's person does, or as a script of theirs would; the answer is left to the caller. */
export function ask(page: Page, procedure: string, input: object): Promise<APIResponse> {
  return page.request.post(`/api/trpc/${procedure}`, {
    headers: { origin: stack.origin, "content-type": "application/json" },
    data: { json: input },
  });
}

/** A network of the vDC, defined through the API. */
export async function makeNetwork(
  page: Page,
  vdc: TestVdc,
  draft: { name: string; subnet: string; vxlanId: number; gateway?: string; mtuBytes?: number },
): Promise<{ id: string }> {
  const whole = { overlayRuleName: "customers", vlanId: 0, ...draft };
  const answer = await ask(page, "network.create", { vdcId: vdc.id, draft: whole });
  expect(answer.ok(), await answer.text()).toBe(true);
  const { result }: { result: { data: { json: { network: { id: string } } } } } = await answer.json();
  return result.data.json.network;
}

/** The server draws pages whole; what is pressed before React has taken it over would be lost, and no person is that fast. */
async function comesToLife(page: Page): Promise<void> {
  const isAlive = () =>
    [...document.querySelectorAll("main h1, main button, main input")].every((element) =>
      Object.keys(element).some((key) => key.startsWith("__reactProps")),
    );
  await page.waitForFunction(isAlive, undefined, { timeout: 5000 }).catch(() => undefined);
}

function waitForLife(page: Page): void {
  const goto = page.goto.bind(page);
  page.goto = async (...to) => {
    const response = await goto(...to);
    await comesToLife(page);
    return response;
  };
}

/** No accessibility violation, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveClass(new RegExp(colorScheme));
    // No page holds another site, so one run in the page itself sees all, and no second page is opened for it.
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
    // Themes differ by their colors alone, so the rest is looked at once.
    const { violations } = await (
      colorScheme === "light" ? axe : axe.withRules(["color-contrast"])
    ).analyze();
    expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }))).toEqual([]);
  }
}

/** Nothing makes the page itself scroll sideways on 390 pixels. */
export async function expectRoomOnPhone(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
    .toBeLessThanOrEqual(0);
  if (size) await page.setViewportSize(size);
}

/** A vDC of this test alone, with VXLAN and VLAN ranges nobody else uses. */
export type OwnVdc = TestVdc & { vxlanIdFirst: number; vxlanIdLast: number; networkAdmin: TestPerson };

type Fixtures = { vdc: OwnVdc; operator: TestPerson };
type WorkerFixtures = { store: TestStore; fleet: FleetControl; mailbox: Mailbox };

export const test = base.extend<Fixtures, WorkerFixtures>({
  baseURL: async ({}, provide) => provide(stack.origin),
  // Whatever else a journey shows: no page of it throws, and none is drawn anew because the browser found another one.
  page: async ({ page }, provide) => {
    const thrown: string[] = [];
    page.on("pageerror", ({ message }) => thrown.push(`${page.url()}: ${message}`));
    await provide(page);
    expect(thrown).toEqual([]);
  },
  // Also of further people, who have a browser of their own.
  browser: [
    async ({ browser }, provide) => {
      const newContext = browser.newContext.bind(browser);
      browser.newContext = async (...options) => {
        const context = await newContext(...options);
        if (options[0]?.javaScriptEnabled !== false) context.on("page", waitForLife);
        return context;
      };
      await provide(browser);
    },
    { scope: "worker" },
  ],
  store: [
    async ({}, provide) => {
      const store = await openTestDatabase(stack.databaseUrl);
      await provide(store);
      await store.close();
    },
    { scope: "worker" },
  ],
  fleet: [async ({}, provide) => provide(new FleetControl(stack)), { scope: "worker" }],
  mailbox: [async ({}, provide) => provide(new Mailbox(join(stack.folder, "mail"))), { scope: "worker" }],
  vdc: async ({ store }, provide) => provide(await store.createOwnVdc()),
  operator: async ({ store }, provide) => provide(await store.createOperator()),
});
