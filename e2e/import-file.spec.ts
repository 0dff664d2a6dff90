import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, signIn, test } from "./fixtures.ts";

const HEADER = "name,subnet,overlayRule,vxlan,vlan,description";

async function chooseFile(page: Page, name: string, text: string): Promise<void> {
  const mimeType = name.endsWith(".json") ? "application/json" : "text/csv";
  await page.getByLabel("File to import").setInputFiles({ name, mimeType, buffer: Buffer.from(text) });
}

test("a file with bad rows shows them, the corrected one applies, and the same again changes nothing", async ({
  page,
  vdc,
}) => {
  const row = (name: string, octet: number, vxlanId: number | string) =>
    `${name},10.1.${octet}.0/24,customers,${vxlanId},0,`;
  const good = [HEADER, row("web", 1, vdc.vxlanIdFirst), row("store", 2, "next-free")];
  await signIn(page, vdc.networkAdmin);
  await page.goto(`/vdcs/${vdc.id}/networks`);
  await page.getByRole("button", { name: "Files" }).click();
  await page.getByRole("menuitem", { name: "Import a file…" }).click();
  await expect(page.getByRole("heading", { name: "Import", level: 1 })).toBeVisible();
  await expectAccessible(page);

  await chooseFile(page, "bad.csv", [...good, row("far", 3, 99), row("twice", 1, "next-free")].join("\r\n"));
  await expect(page.getByText("CSV of networks, separated by commas. 4 rows.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply" })).toBeDisabled();
  const table = page.getByRole("table");
  await expect(table.getByRole("row").filter({ hasText: "far" })).toContainText(
    "vxlan: VXLAN 99 is outside what this vDC was delegated.",
  );
  await page.getByRole("button", { name: "2 refused" }).click();
  await expect(page).toHaveURL(/verdict=refused/);
  await expect(table.getByRole("row")).toHaveCount(3);
  await expect(table.getByRole("row").nth(2)).toContainText("5");
  await expect(table.getByRole("row").nth(2)).toContainText(
    "10.1.1.0/24 overlaps 10.1.1.0/24 of network web",
  );
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: "2 refused" }).click();

  for (const applied of ["Applied: 2 new.", "2 unchanged. There is nothing to apply."]) {
    await page.getByRole("button", { name: "Choose another" }).click();
    await chooseFile(page, "good.csv", good.join("\r\n"));
    await expect(page.getByText(/2 rows\./)).toBeVisible();
    const apply = page.getByRole("button", { name: "Apply" });
    if (applied.startsWith("Applied")) {
      await expect(table.getByRole("row").nth(2)).toContainText(`Gets VXLAN ${vdc.vxlanIdFirst + 1}.`);
      await apply.click();
    } else await expect(apply).toBeDisabled();
    await expect(page.getByText(applied)).toBeVisible();
  }

  await page.goto(`/vdcs/${vdc.id}/networks`);
  await expect(page.getByRole("link", { name: "store" })).toBeVisible();
  await page.getByRole("button", { name: "Files" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Export as CSV" }).first().click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(new RegExp(`^networks-${vdc.name}-[0-9-]+\\.csv$`));
  expect(readFileSync(await file.path(), "utf8")).toContain(`,web,web,,private,10.1.1.0/24,`);
});

test("an operator takes over networks as Danube Cloud answers them, pasted", async ({
  page,
  vdc,
  operator,
}) => {
  const lan = {
    uuid: "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
    name: "lan",
    alias: "lan",
    access: 3,
    desc: "",
    network: "10.10.10.0",
    netmask: "255.255.255.0",
    gateway: "10.10.10.1",
    nic_tag: "customers",
    nic_tag_type: "overlay rule",
    vlan_id: 0,
    vxlan_id: vdc.vxlanIdFirst,
    mtu: null,
    resolvers: [],
    dhcp_passthrough: false,
    dc_bound: true,
    dcs: [vdc.name],
  };
  await signIn(page, operator);
  await page.goto("/import");
  await page.getByLabel("Or paste its text").fill(
    JSON.stringify({
      task_id: "1e1d1-6f75849b",
      status: "SUCCESS",
      result: [lan, { ...lan, name: "wan", dcs: [] }],
    }),
  );
  await page.getByRole("button", { name: "Check the text" }).click();
  await expect(page.getByText("Networks as Danube Cloud answers them. 2 rows.")).toBeVisible();
  await expect(page.getByText("The fields uuid.")).toBeVisible();
  await expect(page.getByText("Name the vDC of this network.")).toBeVisible();
  await page.getByLabel(/^vDC of rows that name none/).fill("no-such-vdc");
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(page.getByText("No such vDC.")).toBeVisible();
  await page.getByRole("button", { name: "Choose another" }).click();
  await page.getByLabel("Or paste its text").fill(JSON.stringify([lan]));
  await page.getByRole("button", { name: "Check the text" }).click();
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Applied: 1 new.")).toBeVisible();
});
