import type { Page } from "@playwright/test";
import { ask, expect, makeNetwork, signIn, stack, test } from "./fixtures.ts";

test("among thirty PDCs an operator opens one, follows a link and comes back, by the keyboard alone", async ({
  page,
  operator,
  store,
}) => {
  const at = await store.rememberCloud({ pdcCount: 30, nodesPerPdc: 4 });
  await signIn(page, operator);
  await page.goto(`/mesh?view=graph&at=${at.toISOString()}`);
  await expect(page.getByText("30 PDCs, 120 nodes, 7,140 links.")).toBeVisible();
  const tree = page.getByRole("tree", { name: /The mesh/ });
  const panel = page.getByRole("complementary", { name: "Details" });
  await tree.focus();
  await page.keyboard.press("Home");
  while (!(await isAt(page, /^PDC pdc-003/))) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/open=pdc/);
  await expect(page.getByRole("treeitem", { name: /^Node cn-003-001/ })).toBeAttached();
  while (!(await isAt(page, /^Link cn-003-001 – cn-003-00/))) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("heading", { name: /cn-003-001 – cn-003-00/ })).toBeVisible();
  await expect(panel).toBeFocused();
  while (!(await panel.getByRole("button", { name: "cn-003-001", exact: true }).evaluate(isFocused))) {
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("heading", { name: "cn-003-001", exact: true })).toBeVisible();
  await panel.focus();
  await page.keyboard.press("Escape");
  await expect(tree).toBeFocused();
  await expect(page).not.toHaveURL(/selected=/);
});

test("the picture comes with the page; what an operator moves in it is there in another browser, until it is put back", async ({
  page,
  operator,
  browser,
}) => {
  await signIn(page, operator);
  const storageState = await page.context().storageState();
  const bare = await browser.newPage({ javaScriptEnabled: false, storageState, baseURL: stack.origin });
  await bare.goto("/mesh?view=graph");
  const title = bare.locator("[data-mesh-still] text").filter({ hasText: /^vienna-1$/ });
  const from = await title.boundingBox();
  await bare.close();
  expect(from).not.toBeNull();

  await page.goto("/mesh?view=graph");
  const back = page.getByRole("button", { name: "Put moved PDCs back" });
  await expect(page.locator("[data-mesh-still]")).toHaveCount(0);
  await expect(back).toHaveCount(0);
  const saved = page.waitForResponse((response) => response.url().includes("movedBox.keep"));
  await page.mouse.move((from?.x ?? 0) + 12, (from?.y ?? 0) + 6);
  await page.mouse.down();
  await page.mouse.move((from?.x ?? 0) + 60, (from?.y ?? 0) + 40, { steps: 4 });
  await page.mouse.up();
  await expect(back).toBeVisible();
  await saved;

  const other = await browser.newPage({ storageState, baseURL: stack.origin });
  await other.goto("/mesh?view=graph");
  const backThere = other.getByRole("button", { name: "Put moved PDCs back" });
  await backThere.click();
  await expect(backThere).toHaveCount(0);
  await expect
    .poll(async () => (await other.request.get("/api/trpc/movedBox.list")).json())
    .toMatchObject({
      result: { data: { json: [] } },
    });
  await other.close();
});

test("an operator says where a PDC stands, and is told what coordinates look like", async ({
  page,
  operator,
}) => {
  await signIn(page, operator);
  await page.goto("/pdcs");
  await page.getByRole("button", { name: "Place of vienna-1" }).click();
  const dialog = page.getByRole("dialog", { name: "Place of vienna-1" });
  await dialog.getByLabel("Latitude and longitude").fill("somewhere");
  await dialog.getByLabel("Name of the place").fill("Vienna");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Write two numbers: the latitude, a comma, the longitude.")).toBeVisible();
  await dialog.getByLabel("Latitude and longitude").fill("48.21° N, 16.37° E");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /vienna-1/ })).toContainText("Vienna");
  expect((await ask(page, "pdc.setPlace", { pdcName: "vienna-1", place: null })).ok()).toBe(true);
});

test("a network-admin sees which PDCs the own networks cross, and no node of them", async ({
  page,
  store,
}) => {
  const vdc = await store.createUnrestrictedVdc();
  await signIn(page, vdc.networkAdmin);
  await makeNetwork(page, vdc, { name: "globex-app", subnet: "172.16.10.0/24", vxlanId: 300 });
  await page.goto("/mesh");
  await expect(
    page.getByRole("row", { name: /prague-1.*vienna-1|vienna-1.*prague-1/ }).first(),
  ).toBeVisible();
  await expect(page.getByText("globex-app").first()).toBeVisible();
  const text = await page.locator("body").innerText();
  expect(text).not.toMatch(/\b(bts|prg|vie)0\d\b|globex-backup|acme/);
  expect((await page.request.get("/api/trpc/mesh.overview")).status()).toBe(404);
});

const isFocused = (element: Element) => element === document.activeElement;

/** Whether the tree's cursor stands on an item of that name. */
async function isAt(page: Page, name: RegExp): Promise<boolean> {
  const text = await page.evaluate(() => {
    const id = document.querySelector('[role="tree"]')?.getAttribute("aria-activedescendant") ?? "";
    return document.getElementById(id)?.textContent ?? "";
  });
  return name.test(text);
}
