import { expect, expectAccessible, expectRoomOnPhone, signIn, test } from "./fixtures.ts";

const OPERATOR_PAGES = [
  { path: "/", heading: "Home" },
  { path: "/mesh?view=graph", heading: "Mesh" },
  { path: "/mesh?view=matrix", heading: "Mesh" },
  { path: "/mesh?view=table", heading: "Mesh" },
  { path: "/what-if", heading: "What if" },
  { path: "/nodes", heading: "Nodes" },
  { path: "/refreshes", heading: "Refreshes" },
  { path: "/overlay-rules", heading: "Overlay rules" },
  { path: "/warnings", heading: "Warnings" },
  { path: "/networks", heading: "Networks" },
  { path: "/vdcs", heading: "vDCs" },
  { path: "/requests", heading: "Requests" },
  { path: "/resting-ids", heading: "Resting ids" },
  { path: "/audit", heading: "Audit" },
  { path: "/people", heading: "People" },
  { path: "/settings", heading: "Settings" },
  { path: "/settings/notifications", heading: "Notifications" },
  { path: "/help", heading: /help/i },
  { path: "/help/warnings", heading: /warning/i },
];

for (const { path, heading } of OPERATOR_PAGES) {
  test(`${path} is accessible to an operator, light and dark, and has room on a phone`, async ({
    page,
    operator,
  }) => {
    await signIn(page, operator);
    await page.goto(path);
    await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
    await expectAccessible(page);
    await expectRoomOnPhone(page);
  });
}

for (const path of ["networks", "networks/new", "delegation", "members", "warnings"]) {
  test(`/vdcs/…/${path} is accessible to a network-admin, light and dark, and has room on a phone`, async ({
    page,
    vdc,
  }) => {
    await signIn(page, vdc.networkAdmin);
    await page.goto(`/vdcs/${vdc.id}/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await expectRoomOnPhone(page);
  });
}

test("a node's page is accessible, light and dark", async ({ page, operator, store }) => {
  await signIn(page, operator);
  await page.goto(`/nodes/${await store.nodeIdOf("bts01")}`);
  await expect(page.getByRole("heading", { name: "bts01", level: 1 })).toBeVisible();
  await expectAccessible(page);
});

test("one refresh and one overlay rule are accessible, light and dark", async ({ page, operator }) => {
  await signIn(page, operator);
  await page.goto("/refreshes");
  await page.getByRole("link", { name: "All nodes" }).last().click();
  await expect(page.getByRole("list", { name: "Nodes of this refresh" })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/overlay-rules/customers");
  await expect(page.getByRole("heading", { name: "customers", level: 1 })).toBeVisible();
  await expectAccessible(page);
});

test("a network, its change and a vDC's own part of the mesh are accessible, light and dark", async ({
  page,
  vdc,
}) => {
  await signIn(page, vdc.networkAdmin);
  await page.goto(`/vdcs/${vdc.id}/networks/new`);
  await page.getByLabel("Name", { exact: true }).fill("web");
  await page.getByLabel("VLAN ID", { exact: true }).fill("0");
  await page.getByLabel("Subnet", { exact: true }).fill("10.1.0.0/24");
  await page.getByRole("button", { name: "Create network" }).click();
  await expect(page.getByRole("heading", { name: "web", level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${page.url()}/edit`);
  await expect(page.getByRole("button", { name: /^Save/ })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/mesh");
  await expect(page.getByRole("heading", { name: "Mesh", level: 1 })).toBeVisible();
  await expectAccessible(page);
});
