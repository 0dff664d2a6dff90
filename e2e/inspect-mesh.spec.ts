import { expect, signIn, test } from "./fixtures.ts";

test("an operator sees every physical data center and reads why a link fragments, byte by byte", async ({
  page,
  operator,
}) => {
  await signIn(page, operator);
  await page.goto("/mesh");
  await expect(page.getByRole("heading", { name: "Mesh", level: 1 })).toBeVisible();
  for (const name of ["bratislava-1", "prague-1", "prague-l", "vienna-1"]) {
    await expect(page.getByText(name).first()).toBeAttached();
  }
  await page.getByText("Table", { exact: true }).click();
  await page.getByRole("link", { name: /bts03.*prg01/ }).click();
  const panel = page.getByRole("complementary").or(page.getByRole("dialog"));
  await expect(panel.getByText(/Different PDC names/).first()).toBeVisible();
  await expect(panel.getByRole("button", { name: /customers/ })).toContainText("fragments");
  await expect(panel.getByText("1392 bytes").first()).toBeVisible();
  const ledger = panel.getByRole("table", { name: /Every byte of a full packet/ });
  await expect(ledger.getByRole("row", { name: /On the wire/ })).toContainText("1516");
});

test("the table, the matrix and the picture share one selection, and the address bar holds it", async ({
  page,
  operator,
}) => {
  await signIn(page, operator);
  await page.goto("/mesh?view=table");
  await page.getByRole("link", { name: /bts01.*prg01/ }).click();
  await expect(page).toHaveURL(/selected=link/);
  const heading = page.getByRole("heading", { name: /bts01.*prg01/ });
  await expect(heading).toBeVisible();
  await page.getByText("Matrix", { exact: true }).click();
  await expect(heading).toBeVisible();
  await page.reload();
  await expect(heading).toBeVisible();
});

test("what cannot be known is never shown as healthy", async ({ page, operator }) => {
  await signIn(page, operator);
  await page.goto("/mesh?view=table");
  const row = (name: RegExp) => page.getByRole("row").filter({ has: page.getByRole("link", { name }) });
  await expect(row(/bts01.*prg01/)).toContainText("Up");
  await expect(row(/bts03.*prg01/)).toContainText("Degraded");
  await expect(row(/bts02.*vie01/)).not.toContainText("Up");
  await expect(row(/prg02.*vie01/)).toContainText("Down");
  await expect(row(/prg01.*vie01/)).toContainText("Unknown");
});
