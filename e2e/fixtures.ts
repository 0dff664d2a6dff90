import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { openTestDatabase, type TestStore } from "#db/testing/store.ts";
import type { TestPerson, TestVdc } from "#db/testing/factories.ts";
import { FleetControl } from "./fleet-control.ts";
import type { Stack } from "./stack.ts";

export { expect };

export const stack: Stack = JSON.parse(process.env["OVERMESH_JOURNEYS"] ?? "{}");

/** Signs in through the page, as a person does. */
export async function signIn(page: Page, { userName, password }: TestPerson): Promise<void> {
  await page.goto(`${stack.origin}/sign-in`);
  await page.getByLabel("Name", { exact: true }).fill(userName);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** No accessibility violation, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveClass(new RegExp(colorScheme));
    const axe = new AxeBuilder({ page });
    // Themes differ by their colors alone, so the rest is looked at once.
    const { violations } = await (
      colorScheme === "light" ? axe : axe.withRules(["color-contrast"])
    ).analyze();
    expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }))).toEqual([]);
  }
}

/** A vDC of this test alone, with VXLAN and VLAN ranges nobody else uses. */
export type OwnVdc = TestVdc & { vxlanIdFirst: number; vxlanIdLast: number; networkAdmin: TestPerson };

type Fixtures = { vdc: OwnVdc; operator: TestPerson };
type WorkerFixtures = { store: TestStore; fleet: FleetControl };

export const test = base.extend<Fixtures, WorkerFixtures>({
  baseURL: async ({}, provide) => provide(stack.origin),
  store: [
    async ({}, provide) => {
      const store = await openTestDatabase(stack.databaseUrl);
      await provide(store);
      await store.close();
    },
    { scope: "worker" },
  ],
  fleet: [async ({}, provide) => provide(new FleetControl(stack)), { scope: "worker" }],
  vdc: async ({ store }, provide) => provide(await store.createOwnVdc()),
  operator: async ({ store }, provide) => provide(await store.createOperator()),
});
