import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, makeNetwork, type OwnVdc, signIn, test } from "./fixtures.ts";

async function define(page: Page, vdc: OwnVdc, names: readonly string[]): Promise<void> {
  for (const [at, name] of names.entries()) {
    await makeNetwork(page, vdc, {
      name,
      subnet: `10.7.${at}.0/24`,
      vxlanId: vdc.vxlanIdFirst + at,
      ...(name.startsWith("big") && { mtuBytes: 1300 }),
    });
  }
}

test("several networks are marked by keyboard, changed together, exported and deleted", async ({
  page,
  vdc,
  store,
}) => {
  await signIn(page, vdc.networkAdmin);
  await define(page, vdc, ["web-1", "web-2", "web-3", "db-1"]);
  await page.goto(`/vdcs/${vdc.id}/networks`);
  const rows = page.getByRole("row").filter({ has: page.getByRole("link") });
  await expect(rows).toHaveCount(4);

  await page.keyboard.press("/");
  await page.keyboard.type("web");
  await expect(rows).toHaveCount(3);
  await expect(page).toHaveURL(/q=web/);

  // By keyboard alone: mark the first, then pass two more with Shift.
  await page.getByRole("checkbox", { name: "Select web-1" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(page.getByText("3 selected")).toBeVisible();

  await page.getByRole("button", { name: "Change…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "What to change" }).click();
  await page.getByRole("option", { name: "MTU" }).click();
  await store.runVm({
    hostname: "bts01",
    vmAlias: "front",
    vxlanId: vdc.vxlanIdFirst + 1,
    ipv4Address: "10.7.1.5",
  });
  await dialog.getByRole("textbox", { name: "MTU" }).fill("1380");
  const refusing = dialog.getByRole("list", { name: "Networks that refuse" });
  await expect(refusing.getByRole("listitem")).toHaveText([
    /web-2.*This cannot be changed while VMs use the network\./,
  ]);
  await expect(dialog.getByRole("button", { name: "Change 2 networks" })).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Leave it out" }).click();
  await dialog.getByRole("button", { name: "Change 2 networks" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(rows.filter({ hasText: "1380" })).toHaveCount(2);

  await page.getByRole("button", { name: "Export" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV" }).click();
  const csv = await readFile(await (await download).path(), "utf8");
  expect(
    csv
      .trim()
      .split("\r\n")
      .map((line) => line.split(",")[0]),
  ).toEqual(["Name", "web-1", "web-2", "web-3"]);

  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete 2 networks" }).click();
  await expect(rows).toHaveCount(1);
  await expect(page.getByText("selected")).toHaveCount(0);
});

test("an operator narrows the cloud's networks and marks all that match", async ({ page, vdc, operator }) => {
  await signIn(page, vdc.networkAdmin);
  await define(page, vdc, ["big-1", "big-2", "small"]);
  await signIn(page, operator);
  await page.goto(`/networks?vdc=${vdc.id}&sort=-mtuBytes`);
  const rows = page.getByRole("row").filter({ has: page.getByRole("link") });
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText("small");
  await page.getByRole("searchbox").fill("big");
  await expect(rows).toHaveCount(2);
  await page.getByRole("checkbox", { name: "Select all 2 networks" }).click();
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.getByRole("button", { name: "Change…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Access" }).click();
  await page.getByRole("option", { name: "Public" }).click();
  await dialog.getByRole("button", { name: "Change 2 networks" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(rows.filter({ hasText: "Public" })).toHaveCount(2);
});
