import type { Page } from "@playwright/test";
import { expect, type OwnVdc, signIn, test } from "./fixtures.ts";

async function openForm(page: Page, vdc: OwnVdc): Promise<void> {
  await page.goto(`/vdcs/${vdc.id}/networks/new`);
  await expect(page.getByRole("heading", { name: "Define a network", level: 1 })).toBeVisible();
}

async function fill(
  page: Page,
  values: { name: string; vxlanId: number; vlanId?: number; subnet: string; gateway?: string },
): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill(values.name);
  await page.getByLabel("VXLAN ID", { exact: true }).fill(String(values.vxlanId));
  await page.getByLabel("VLAN ID", { exact: true }).fill(String(values.vlanId ?? 0));
  await page.getByLabel("Subnet", { exact: true }).fill(values.subnet);
  await page.getByLabel(/^Gateway/).fill(values.gateway ?? "");
}

const create = (page: Page) => page.getByRole("button", { name: "Create network" }).click();

test("a network-admin defines a network, changes it and deletes it", async ({ page, vdc }) => {
  await signIn(page, vdc.networkAdmin);
  await page.goto(`/vdcs/${vdc.id}/networks`);
  await page.getByRole("link", { name: "Define a network" }).first().click();
  await fill(page, { name: "web", vxlanId: vdc.vxlanIdFirst, subnet: "10.1.0.0/24", gateway: "10.1.0.1" });
  await create(page);
  await expect(page.getByRole("heading", { name: "web", level: 1 })).toBeVisible();
  await expect(page.getByText(String(vdc.vxlanIdFirst)).first()).toBeVisible();

  await page
    .getByRole("link", { name: "Edit" })
    .or(page.getByRole("button", { name: "Edit" }))
    .first()
    .click();
  await page.getByLabel(/^Description/).fill("Front ends");
  await page.getByRole("button", { name: /^Save/ }).click();
  await expect(page.getByText("Front ends").first()).toBeVisible();

  await page.goto(`/vdcs/${vdc.id}/networks`);
  // A press while the page comes to life may be lost.
  await expect(async () => {
    await page.getByRole("link", { name: "web" }).first().click({ timeout: 2_000 });
    await expect(page.getByRole("heading", { name: "web", level: 1 })).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await page.getByRole("button", { name: /^Delete/ }).click();
  await page
    .getByRole("alertdialog")
    .or(page.getByRole("dialog"))
    .getByRole("button", { name: /^Delete/ })
    .click();
  await expect(page).toHaveURL(new RegExp(`/vdcs/${vdc.id}/networks$`));
  await expect(page.getByRole("link", { name: "web" })).toHaveCount(0);
});

test("a network-admin cannot define a network outside the delegated VXLAN range, and keeps what was typed", async ({
  page,
  vdc,
}) => {
  await signIn(page, vdc.networkAdmin);
  await openForm(page, vdc);
  await fill(page, { name: "web", vxlanId: 9999, subnet: "10.1.0.0/24" });
  await create(page);
  await expect(page.getByText("VXLAN 9999 is outside what this vDC was delegated.").first()).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("web");
  await expect(page.getByLabel("Subnet", { exact: true })).toHaveValue("10.1.0.0/24");
});

test("all that is wrong with a network is said at once, next to each field", async ({ page, vdc }) => {
  await signIn(page, vdc.networkAdmin);
  await openForm(page, vdc);
  await fill(page, { name: "x", vxlanId: vdc.vxlanIdFirst, subnet: "10.1.0.5/24", gateway: "10.9.9.9" });
  await page.getByLabel(/^MTU/).fill("9100");
  await create(page);
  const errors = page.getByRole("alert");
  await expect(errors.filter({ hasText: /name/i }).first()).toBeVisible();
  await expect(errors.filter({ hasText: /host bits|10\.1\.0\.0\/24/i }).first()).toBeVisible();
  await expect(errors.filter({ hasText: /MTU/ }).first()).toBeVisible();
});

test("an overlapping subnet is refused until the network-admin ticks that it is meant", async ({
  page,
  vdc,
}) => {
  await signIn(page, vdc.networkAdmin);
  await openForm(page, vdc);
  await fill(page, { name: "one", vxlanId: vdc.vxlanIdFirst, subnet: "10.1.0.0/24" });
  await create(page);
  await expect(page.getByRole("heading", { name: "one", level: 1 })).toBeVisible();

  await openForm(page, vdc);
  await fill(page, { name: "two", vxlanId: vdc.vxlanIdFirst + 1, subnet: "10.1.0.128/25" });
  await create(page);
  await expect(page.getByText(/overlaps/).first()).toBeVisible();
  await page.getByRole("checkbox", { name: /overlap/i }).check();
  await create(page);
  await expect(page.getByRole("heading", { name: "two", level: 1 })).toBeVisible();
});

test("the next free VXLAN is one nobody has", async ({ page, vdc }) => {
  await signIn(page, vdc.networkAdmin);
  for (const [index, name] of ["first", "second"].entries()) {
    await openForm(page, vdc);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByRole("button", { name: "Next free VXLAN" }).click();
    await page.getByLabel("VLAN ID", { exact: true }).fill("0");
    await page.getByLabel("Subnet", { exact: true }).fill(`10.${index}.0.0/24`);
    await create(page);
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    await expect(page.getByText(String(vdc.vxlanIdFirst + index)).first()).toBeVisible();
  }
});

test("an id that another vDC holds is simply not available", async ({ page, vdc, store }) => {
  const other = await store.createOwnVdc();
  const free = await store.createUnrestrictedVdc();
  await signIn(page, free.networkAdmin);
  await page.goto(`/vdcs/${free.id}/networks/new`);
  await fill(page, { name: "mine", vxlanId: other.vxlanIdFirst, subnet: "10.1.0.0/24" });
  await create(page);
  await expect(page.getByText(`VXLAN ${other.vxlanIdFirst} is not available.`).first()).toBeVisible();
  await expect(page.getByText(other.name)).toHaveCount(0);
  await expect(page.getByText(vdc.name)).toHaveCount(0);
});

test("the keyboard alone is enough to define a network", async ({ page, vdc }) => {
  await signIn(page, vdc.networkAdmin);
  await openForm(page, vdc);
  await page.getByLabel("Name", { exact: true }).focus();
  await page.keyboard.type("keys");
  const tabTo = async (label: string) => {
    const field = page.getByLabel(label, { exact: true });
    for (let presses = 0; presses < 40; presses++) {
      if (await field.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`${label} is not reached by Tab`);
  };
  await tabTo("VXLAN ID");
  await page.keyboard.type(String(vdc.vxlanIdFirst));
  await tabTo("VLAN ID");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("0");
  await tabTo("Subnet");
  await page.keyboard.type("10.1.0.0/24");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "keys", level: 1 })).toBeVisible();
});
