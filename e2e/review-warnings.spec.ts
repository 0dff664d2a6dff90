import { expect, signIn, test } from "./fixtures.ts";

test.describe.configure({ mode: "default" });

test("an operator reviews a warning with its evidence and acknowledges it with a reason", async ({
  page,
  operator,
}) => {
  await signIn(page, operator);
  await page.goto("/warnings");
  await page
    .getByRole("link", { name: /Nearly equal PDC names/ })
    .first()
    .click();
  const panel = page.getByRole("dialog");
  await expect(panel.getByRole("heading", { name: "Nearly equal PDC names" })).toBeVisible();
  await expect(panel).toContainText("prague-l");
  await expect(panel.getByRole("heading", { name: "What to do" })).toBeVisible();
  await expect(panel.getByRole("heading", { name: "Evidence" })).toBeVisible();

  await panel.getByRole("button", { name: "Acknowledge" }).click();
  const dialog = page.getByRole("dialog", { name: "Acknowledge the warning" });
  await dialog.getByLabel("Reason").fill("The node moves to prague-1 in the next window.");
  await dialog.getByRole("button", { name: "Acknowledge" }).click();
  await expect(dialog).toBeHidden();
  await expect(panel).toContainText("The node moves to prague-1 in the next window.");
  await expect(panel).toContainText(operator.userName);
});

test("a warning closes by itself once a refresh finds it no longer true, and opens again", async ({
  page,
  operator,
  fleet,
  store,
}) => {
  await signIn(page, operator);
  const nodeId = await store.nodeIdOf("prg01");
  const refresh = async () => {
    await page.goto(`/nodes/${nodeId}`);
    const ended = page.getByRole("button", { name: "Refresh", exact: true });
    const isOrdered = page.waitForResponse((response) => response.url().includes("refresh.order"));
    await ended.click();
    await isOrdered;
    await expect(ended).toBeEnabled();
  };
  const guardMissing = page
    .getByRole("row")
    .filter({ hasText: "Clear-text guard missing" })
    .filter({ hasText: "prg01" });

  await fleet.change("prg01", { trouble: { missingGuardFor: ["customers"] } });
  await refresh();
  await page.goto("/warnings");
  await expect(guardMissing).toHaveCount(1);

  await fleet.change("prg01", { trouble: { missingGuardFor: [] } });
  await refresh();
  await page.goto("/warnings");
  await expect(page.getByRole("row").filter({ hasText: "bts03" }).first()).toBeVisible();
  await expect(guardMissing).toHaveCount(0);
});
