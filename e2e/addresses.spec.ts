import type { Page } from "@playwright/test";
import {
  expect,
  expectAccessible,
  expectRoomOnPhone,
  makeNetwork,
  type OwnVdc,
  signIn,
  test,
} from "./fixtures.ts";

/** A network of the vDC, with its addresses open. */
async function openAddresses(page: Page, vdc: OwnVdc, subnet: string, gateway: string): Promise<void> {
  await signIn(page, vdc.networkAdmin);
  const network = await makeNetwork(page, vdc, {
    name: "web",
    vxlanId: vdc.vxlanIdFirst,
    subnet,
    gateway,
  });
  await page.goto(`/vdcs/${vdc.id}/networks/${network.id}?tab=addresses`);
  await expect(page.getByRole("tab", { name: "Addresses" })).toHaveAttribute("aria-selected", "true");
}

const cell = (page: Page, name: string | RegExp) => page.getByRole("gridcell", { name });

test("a network-admin lists a range, reserves the next free address, finds one and deletes what nobody uses", async ({
  page,
  vdc,
  store,
}) => {
  await openAddresses(page, vdc, "10.61.0.0/26", "10.61.0.1");
  await store.runVm({
    hostname: "prg03",
    vmAlias: "db1",
    vxlanId: vdc.vxlanIdFirst,
    ipv4Address: "10.61.0.12",
  });

  await page.getByRole("button", { name: "Add addresses" }).click();
  const adding = page.getByRole("dialog", { name: "Add addresses" });
  await adding.getByLabel("Addresses", { exact: true }).fill("10.61.0.0-20");
  const preview = adding.getByRole("status", { name: "What will happen" });
  await expect(preview).toContainText("19 addresses are listed for servers: 10.61.0.2–10.61.0.20.");
  await expect(preview).toContainText("Left out: 10.61.0.0 (network address), 10.61.0.1 (gateway).");
  await adding.getByLabel("Note").fill("front ends");
  await adding.getByRole("button", { name: "Add 19 addresses" }).click();
  await expect(adding).toBeHidden();
  await expect(cell(page, "10.61.0.12, used by a VM: db1, front ends")).toBeVisible();
  await expect(cell(page, "10.61.0.20, listed for servers, front ends")).toBeVisible();
  await expect(cell(page, "10.61.0.21, free")).toBeVisible();

  await page.getByRole("button", { name: "Reserve next free" }).click();
  const reserving = page.getByRole("dialog", { name: "Reserve the next free address" });
  await expect(reserving.getByText("10.61.0.21 as things stand")).toBeVisible();
  await reserving.getByLabel("Note").fill("printer");
  await reserving.getByRole("button", { name: "Reserve" }).click();
  await expect(cell(page, "10.61.0.21, reserved, printer")).toHaveAttribute("aria-selected", "true");

  await page.getByLabel("Find an address or a block").fill("10.61.0.12");
  await page.getByRole("button", { name: "Find", exact: true }).click();
  const chosen = page.getByRole("region", { name: "Chosen addresses" });
  await expect(chosen.getByText("db1")).toBeVisible();
  await expect(chosen.getByText("90:b8:d0:0a:0b:0c")).toBeVisible();
  await expect(page.getByText("prg03")).toHaveCount(0);
  await chosen.getByRole("button", { name: "Delete from the list" }).click();
  const deleting = page.getByRole("alertdialog");
  await deleting.getByRole("button", { name: "Delete 1 address" }).click();
  await expect(deleting.getByRole("alert")).toHaveText("10.61.0.12 is used by VM db1 and cannot be deleted.");
  await deleting.getByRole("button", { name: "No, go back" }).click();
  await expectAccessible(page);

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("10.61.0.21");
  await page.getByRole("option", { name: /10\.61\.0\.21 in web/ }).click();
  await expect(chosen.getByRole("heading", { name: "10.61.0.21" })).toBeVisible();
});

test("the map is used by keyboard alone, and a larger subnet opens block by block", async ({ page, vdc }) => {
  await openAddresses(page, vdc, "10.62.16.0/20", "10.62.16.1");
  const map = page.getByRole("grid", { name: "Blocks of 10.62.16.0/20" });
  await map.getByRole("gridcell", { name: "10.62.16.0/24, all free" }).focus();
  await page.keyboard.press("End");
  await expect(map.getByRole("gridcell", { name: "10.62.31.0/24, all free" })).toBeFocused();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(map.getByRole("gridcell", { name: "10.62.17.0/24, all free" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid", { name: "Addresses of 10.62.17.0/24" })).toBeVisible();
  await expect(page).toHaveURL(/block=10\.62\.17\.0%2F24/);

  await cell(page, "10.62.17.0, free").focus();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowRight");
  const chosen = page.getByRole("region", { name: "Chosen addresses" });
  await expect(chosen.getByText("18 addresses: 0 listed, 0 used, 18 free.")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(chosen.getByRole("heading", { name: "10.62.17.17" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const adding = page.getByRole("dialog", { name: "Add addresses" });
  await expect(adding.getByRole("button", { name: "Add 1 address" })).toBeVisible();
  await adding.getByRole("button", { name: "Add 1 address" }).press("Enter");
  await expect(cell(page, "10.62.17.17, listed for servers")).toBeVisible();
  await page.getByText("The same as a list of ranges").click();
  await expect(page.getByRole("list", { name: "Ranges of 10.62.17.0/24" }).getByRole("listitem")).toHaveText([
    "10.62.17.0–10.62.17.16free17",
    "10.62.17.17listed for servers1",
    "10.62.17.18–10.62.17.255free238",
  ]);
  await page.getByRole("button", { name: "10.62.16.0/20" }).click();
  await expect(cell(page, "10.62.17.0/24, 1 listed, 0 used")).toBeVisible();
  await expectAccessible(page);
  await expectRoomOnPhone(page);
});
