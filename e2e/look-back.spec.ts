import { expect, expectAccessible, signIn, test } from "./fixtures.ts";

test("an operator compares yesterday with today, sees lost encryption first, and a colleague sees the same", async ({
  page,
  context,
  operator,
  store,
}) => {
  await store.rememberGuardedYesterday("bts03", "bts01");
  await signIn(page, operator);
  await page.goto("/mesh?view=table");
  await page.getByRole("button", { name: "Compare with the day before" }).click();
  const changes = page.getByRole("region", { name: /What changed from/ });
  const first = changes.getByRole("listitem").first();
  await expect(first).toContainText("lost its encryption: frames may leave in clear text");
  await expect(changes.getByText(/bts03 – prg01 lost its encryption/)).toBeVisible();
  await expect(page.getByRole("row", { name: /bts03 – prg01/ })).toContainText("encryption lost");
  await expectAccessible(page);

  const colleague = await context.newPage();
  await colleague.goto(page.url());
  await expect(
    colleague
      .getByRole("region", { name: /What changed from/ })
      .getByText(/bts03 – prg01 lost its encryption/),
  ).toBeVisible();
});

test("the mesh of yesterday is shown by the facts of then, and said to be the past", async ({
  page,
  operator,
  store,
}) => {
  await store.rememberGuardedYesterday("bts03", "bts01");
  await signIn(page, operator);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  await page.goto(`/mesh?view=table&at=${yesterday}`);
  await expect(page.getByText(/^Mesh as of .* by the facts of then\./)).toBeVisible();
  await page.getByRole("link", { name: /bts03.*prg01/ }).click();
  const panel = page.getByRole("complementary").or(page.getByRole("dialog"));
  await expect(panel.getByText("IPsec", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Back to now" }).click();
  await expect(page.getByText("Clear text possible", { exact: true }).first()).toBeVisible();
  await expect(page).not.toHaveURL(/at=/);
});
