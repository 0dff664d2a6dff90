import { expect, expectAccessible, signIn, test } from "./fixtures.ts";

test("an operator prepares another SSH key, is told where to put it, and drops it again", async ({
  page,
  operator,
}) => {
  await signIn(page, operator);
  await page.goto("/settings");
  await page.getByRole("button", { name: "Prepare another key" }).click();
  await page.getByRole("menuitem", { name: "Make a new one" }).click();
  await expect(page.getByText(/Put the line into every node’s/)).toBeVisible();
  await page.getByRole("button", { name: "Switch to this key" }).click();
  await expect(page.getByRole("list", { name: "Nodes that would not be reached" })).toContainText("bts01");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Drop it" }).click();
  await expect(page.getByText(/Put the line into every node’s/)).toBeHidden();
});
