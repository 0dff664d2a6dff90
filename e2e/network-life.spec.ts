import type { Page } from "@playwright/test";
import { expect, expectAccessible, type OwnVdc, signIn, test } from "./fixtures.ts";

async function define(page: Page, vdc: OwnVdc, name: string): Promise<void> {
  await page.goto(`/vdcs/${vdc.id}/networks/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("VXLAN ID", { exact: true }).fill(String(vdc.vxlanIdFirst));
  await page.getByLabel("Subnet", { exact: true }).fill("10.1.0.0/24");
  await page.getByLabel(/^Gateway/).fill("10.1.0.1");
  // Who presses twice makes one network, and is not told that its name is taken.
  await page.getByRole("button", { name: "Create network" }).dblclick();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

test("a network-admin makes another network like the first, and sees what a change would change before saving it", async ({
  page,
  vdc,
}) => {
  await signIn(page, vdc.networkAdmin);
  await define(page, vdc, "web");
  await page.getByRole("link", { name: "Duplicate" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("web-2");
  await expect(page.getByLabel("Subnet", { exact: true })).toHaveValue("10.1.1.0/24");
  await expect(page.getByLabel(/^Gateway/)).toHaveValue("10.1.1.1");
  await page.getByRole("button", { name: "Create network" }).click();
  await expect(page.getByRole("heading", { name: "web-2", level: 1 })).toBeVisible();
  await expect(page.getByText(String(vdc.vxlanIdFirst + 1)).first()).toBeVisible();

  await page.getByRole("link", { name: "Edit" }).click();
  const changes = page.getByRole("region", { name: "Before and after" });
  await expect(page.getByText("Nothing yet.")).toBeVisible();
  await page.getByLabel(/^Description/).fill("Front ends");
  await page.getByLabel("Subnet", { exact: true }).fill("10.1.1.0/25");
  await expect(changes).toContainText("Description: Front ends");
  await expect(changes).toContainText("Subnet: 10.1.1.0/24");
  await expect(changes).toContainText("Subnet: 10.1.1.0/25");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { name: "web-2", level: 1 })).toBeVisible();
  await page.getByRole("tab", { name: "History" }).click();
  await expect(page.getByRole("list", { name: "Changes, newest first" })).toContainText("changed it");
  await expect(page.getByRole("region", { name: "Before and after" })).toContainText("Subnet: 10.1.1.0/25");

  await page.context().setOffline(true);
  await expect(page.getByText("Connection lost")).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
});

test("a deleted network comes back with Undo, and later from the list of what was deleted", async ({
  page,
  vdc,
}) => {
  await signIn(page, vdc.networkAdmin);
  await define(page, vdc, "web");
  const remove = async () => {
    await page.getByRole("button", { name: "Delete" }).click();
    const dialog = page.getByRole("alertdialog");
    await expect(dialog).toContainText(`VXLAN ${vdc.vxlanIdFirst} rests for`);
    await expect(dialog).toContainText("It can be restored for");
    await dialog.getByRole("button", { name: "Delete network" }).click();
    await expect(page).toHaveURL(new RegExp(`/vdcs/${vdc.id}/networks$`));
  };
  await remove();
  const deleted = page.getByRole("list", { name: "Recently deleted networks" });
  await expect(deleted).toContainText("web");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name: "web" })).toBeVisible();
  await expect(deleted).toHaveCount(0);

  await page.getByRole("link", { name: "web" }).click();
  await remove();
  await expectAccessible(page);
  await deleted.getByRole("button", { name: "Restore web" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("It comes back as it was");
  await dialog.getByRole("button", { name: "Restore network" }).click();
  await expect(page.getByRole("link", { name: "web" })).toBeVisible();
});

test("an operator shares a network; the other vDC uses it and never learns whose it is", async ({
  page,
  vdc,
  store,
  operator,
  browser,
}) => {
  const other = await store.createOwnVdc();
  await signIn(page, operator);
  await define(page, vdc, "backbone");
  await page.getByRole("combobox", { name: "vDC to share it with" }).click();
  await page.getByPlaceholder("Search…").fill(other.name);
  await page.getByRole("option", { name: other.name }).click();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const shares = page.getByRole("list", { name: "vDCs it is shared with" });
  await expect(shares).toContainText(other.name);

  const theirs = await (await browser.newContext()).newPage();
  await signIn(theirs, other.networkAdmin);
  await theirs.goto(`/vdcs/${other.id}/networks`);
  await theirs
    .getByRole("list", { name: "Networks shared by the operator" })
    .getByRole("link", { name: "backbone" })
    .click();
  await expect(theirs.getByRole("heading", { name: "backbone", level: 1 })).toBeVisible();
  await theirs.getByLabel("Note").fill("load balancer");
  await theirs.getByRole("button", { name: "Reserve" }).click();
  const addresses = theirs.getByRole("list", { name: "Addresses of this vDC" });
  await expect(addresses).toContainText("load balancer");
  await expect(theirs.getByText(vdc.name)).toHaveCount(0);
  await expect(theirs.getByText(operator.userName)).toHaveCount(0);
  await expectAccessible(theirs);

  await shares.getByRole("button", { name: `Detach ${other.name}` }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("1 address it listed");
  await expect(dialog.getByRole("button", { name: "Detach" })).toBeDisabled();
  await dialog.getByRole("button", { name: "No, go back" }).click();
  await addresses.getByRole("button", { name: /^Give up/ }).click();
  await expect(addresses).toContainText("none in it yet");
  await shares.getByRole("button", { name: `Detach ${other.name}` }).click();
  await dialog.getByRole("button", { name: "Detach" }).click();
  await expect(theirs.getByRole("heading", { name: /no longer shared/ })).toBeVisible();
});
