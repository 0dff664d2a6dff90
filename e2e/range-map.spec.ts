import type { Page } from "@playwright/test";
import { expect, expectAccessible, signIn, test } from "./fixtures.ts";

async function press(page: Page, ...keys: [key: string, times: number][]): Promise<void> {
  for (const [key, times] of keys)
    for (let count = 0; count < times; count += 1) await page.keyboard.press(key);
}

async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const wanted = typeof name === "string" ? new RegExp(`^${name}$`) : name;
  for (let presses = 0; presses < 40; presses += 1) {
    const label = await page.evaluate(() => {
      const element = document.activeElement;
      const field = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null;
      return element?.getAttribute("aria-label") ?? field ?? element?.textContent ?? "";
    });
    if (wanted.test(label.trim())) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${name} is not reached by Tab`);
}

const focusedCell = (page: Page, name: string | RegExp) =>
  page.getByRole("grid").getByRole("button", { name }).and(page.locator(":focus"));

test("the keyboard alone leads from all sixteen million VXLAN ids to one, and takes it", async ({
  page,
  store,
}) => {
  const vdc = await store.createUnrestrictedVdc();
  await signIn(page, vdc.networkAdmin);
  await page.goto(`/vdcs/${vdc.id}/networks/new`);
  await page.getByLabel("Name", { exact: true }).focus();
  await tabTo(page, /Pick from the VXLAN map/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid").getByRole("button", { name: /^1 to 99999/ })).toBeVisible();
  await tabTo(page, /^1 to 99999/);
  await press(page, ["ArrowDown", 12], ["ArrowRight", 3]);
  await expect(focusedCell(page, /^12300000 to 12399999/)).toBeVisible();
  await press(
    page,
    ["Enter", 1],
    ["ArrowDown", 4],
    ["ArrowRight", 5],
    ["Enter", 1],
    ["ArrowDown", 6],
    ["ArrowRight", 7],
  );
  await expect(focusedCell(page, /^12345670 to 12345679/)).toBeVisible();
  await press(page, ["Enter", 1], ["ArrowRight", 8]);
  await expect(focusedCell(page, "12345678: free")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("VXLAN ID", { exact: true })).toHaveValue("12345678");
  await expect(page.getByRole("gridcell", { name: "12345678: free", selected: true })).toBeVisible();
  await press(page, ["Escape", 6]);
  await expect(focusedCell(page, /^12300000 to 12399999/)).toBeVisible();
});

test("a network is defined by keyboard alone, its ids taken from the maps", async ({ page, vdc }) => {
  await signIn(page, vdc.networkAdmin);
  await page.goto(`/vdcs/${vdc.id}/networks/new`);
  await page.getByLabel("Name", { exact: true }).focus();
  await page.keyboard.type("drawn");
  await tabTo(page, /Pick from the VXLAN map/);
  await page.keyboard.press("Enter");
  await tabTo(page, "How many free VXLAN ids in a row");
  await press(page, ["Control+A", 1]);
  await page.keyboard.type("5");
  await page.keyboard.press("Enter");
  await expect(page.getByText(`VXLAN ${vdc.vxlanIdFirst}–${vdc.vxlanIdFirst + 4} are free.`)).toBeVisible();
  await expect(focusedCell(page, `${vdc.vxlanIdFirst}: free`)).toBeVisible();
  await press(page, ["ArrowRight", 2], ["Enter", 1]);
  await expect(page.getByLabel("VXLAN ID", { exact: true })).toHaveValue(String(vdc.vxlanIdFirst + 2));
  await tabTo(page, /Pick from the VLAN map/);
  await page.keyboard.press("Enter");
  await tabTo(page, "Go to VLAN id");
  await page.keyboard.type("42");
  await press(page, ["Enter", 1]);
  await expect(focusedCell(page, "42: free")).toBeVisible();
  await press(page, ["Enter", 1]);
  await expect(page.getByLabel("VLAN ID", { exact: true })).toHaveValue("42");
  await tabTo(page, /^Subnet/);
  await page.keyboard.type("10.1.0.0/24");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "drawn", level: 1 })).toBeVisible();

  await page.goto(`/vdcs/${vdc.id}/delegation`);
  await page.getByText("As a list").click();
  const list = page.getByRole("list", { name: "VXLANs of customers" });
  await expect(list.getByText("in use by network drawn")).toBeVisible();
  await expect(list.getByText(`${vdc.vxlanIdFirst}–${vdc.vxlanIdFirst + 1}`)).toBeVisible();
});

test("the map is accessible, fits a telephone, and says when nothing is free in a row", async ({
  page,
  vdc,
}) => {
  await signIn(page, vdc.networkAdmin);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/vdcs/${vdc.id}/networks/new`);
  await page.getByText("Pick from the VXLAN map").click();
  await expect(
    page
      .getByRole("grid", { name: "VXLANs of customers" })
      .getByRole("button", { name: /: free$/ })
      .first(),
  ).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.getByLabel("How many free VXLAN ids in a row").fill("21");
  await page.getByRole("button", { name: "Find in a row" }).click();
  await expect(page.getByText("There are no 21 free ids in a row.")).toBeVisible();
  await page.getByRole("button", { name: "All", exact: true }).click();
  await expect(page.getByRole("button", { name: /^16700000 to 16777215: not delegated/ })).toBeVisible();
  await expectAccessible(page);
});

test("an operator draws a range for a vDC, with the pointer and with the keyboard", async ({
  page,
  vdc,
  operator,
}) => {
  await signIn(page, operator);
  await page.goto(`/vdcs/${vdc.id}/delegation`);
  await page.getByText("Draw VXLAN row 1 on the map").click();
  const map = page.getByRole("grid", { name: "VXLANs to delegate" });
  await page
    .getByRole("region", { name: "Range map: VXLANs to delegate" })
    .getByLabel("Go to VXLAN id")
    .fill("9999100");
  await page.keyboard.press("Enter");
  await expect(map.getByRole("button", { name: "9999100: free" })).toBeFocused();
  await press(page, ["Shift+ArrowRight", 4]);
  await expect(page.getByText("Selected 9999100–9999104: 5 ids.")).toBeVisible();
  await map.getByRole("button", { name: "9999110: free" }).hover();
  await page.mouse.down();
  await map.getByRole("button", { name: "9999119: free" }).hover();
  await page.mouse.up();
  await page.getByRole("button", { name: "Add 9999110–9999119" }).click();
  await expect(page.getByLabel("VXLAN ids of VXLAN row 1")).toHaveValue(
    `${vdc.vxlanIdFirst}-${vdc.vxlanIdLast},9999110-9999119`,
  );
});
