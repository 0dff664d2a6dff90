import { expect, expectAccessible, signIn, test } from "./fixtures.ts";

test("an operator asks why two VMs do not reach each other and reads which ARP table lacks the entry", async ({
  page,
  operator,
}) => {
  await signIn(page, operator);
  await page.goto("/mesh");
  await page.getByRole("link", { name: "Find a path" }).click();
  await page.getByRole("combobox", { name: /^From/ }).click();
  await page.getByPlaceholder(/Name, address/).fill("10.20.1.21");
  await page.getByRole("option", { name: /acme-web01.*10\.20\.1\.21/ }).click();
  await page.getByRole("combobox", { name: /^To/ }).click();
  await page.getByPlaceholder(/Name, address/).fill("acme-db01");
  await expect(page.getByRole("option", { name: /acme-db01/, selected: true })).toBeVisible();
  await page.keyboard.press("Enter");

  const verdict = page.getByRole("region", { name: "Verdict" });
  await expect(verdict.getByRole("heading", { name: "Blocked" })).toBeVisible();
  await expect(verdict).toContainText("The ARP table of bts01 holds nothing for acme-db01");
  const hops = page.getByRole("list", { name: "The way, hop by hop" }).getByRole("listitem");
  await expect(hops).toHaveCount(5);
  await expect(hops.nth(2)).toContainText("Same PDC name (“bratislava-1”)");
  await expectAccessible(page);

  const address = page.url();
  await page.goto("/");
  await page.goto(address);
  await expect(verdict.getByRole("heading", { name: "Blocked" })).toBeVisible();
});

test("VMs on different segments have no path, and the reason names the difference", async ({
  page,
  operator,
  store,
}) => {
  const [web, app] = [await store.vmUuidOf("acme-web02"), await store.vmUuidOf("globex-app01")];
  await signIn(page, operator);
  await page.goto(`/mesh/path?from=vm/${web}&to=vm/${app}`);
  const verdict = page.getByRole("region", { name: "Verdict" });
  await expect(verdict.getByRole("heading", { name: "No path" })).toBeVisible();
  await expect(verdict).toContainText("VXLAN 100 and 300 differ");
});

test("people of a vDC do not find other people's VMs", async ({ page, vdc, store }) => {
  const [web, app] = [await store.vmUuidOf("acme-web02"), await store.vmUuidOf("globex-app01")];
  await signIn(page, vdc.networkAdmin);
  await page.goto(`/mesh/path?from=vm/${web}&to=vm/${app}`);
  await expect(page.getByRole("alert").filter({ hasText: "No such VM." })).toBeVisible();
  await page.getByRole("combobox", { name: /^From/ }).click();
  await page.getByPlaceholder(/Name, address/).fill("acme");
  await expect(page.getByText("Nothing is called “acme”.")).toBeVisible();
});
