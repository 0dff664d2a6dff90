import type { Page } from "@playwright/test";
import { expect, expectAccessible, signIn, stack, test as base } from "./fixtures.ts";

const test = base.extend<{ silent: { id: string; hostname: string } }>({
  silent: async ({ store }, provide) => {
    const node = await store.createSilentNode();
    await provide(node);
    await store.removeNode(node.id);
  },
});

const rowsOf = (page: Page, hostname: string) => page.getByRole("row").filter({ hasText: hostname });
const dialogOf = (page: Page, name: string) => page.getByRole("dialog", { name });

test("an operator reviews the queue by keyboard, root cause first, and acknowledges it until an end", async ({
  page,
  operator,
  silent,
}) => {
  await signIn(page, operator);
  await page.goto(`/warnings?q=${silent.hostname}`);
  const rows = rowsOf(page, silent.hostname);
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("Node unreachable");
  await expectAccessible(page);

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Acknowledge it, or what is selected");
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("u");
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText("Part of the facts unreadable");

  await page.keyboard.press("e");
  const panel = dialogOf(page, "Node unreachable");
  await expect(panel).toContainText("Its effect");
  await panel.getByLabel("Comment").fill("The disk is on order.");
  await panel.getByLabel("Comment").press("Control+Enter");
  await expect(panel.getByRole("listitem").filter({ hasText: "The disk is on order." })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await page.keyboard.press("a");
  const form = dialogOf(page, "Acknowledge the warning");
  await expect(form.getByLabel("Reason")).toBeFocused();
  await page.keyboard.type("It comes back with the new disk.");
  await form.getByLabel("Ends").click();
  await page.getByRole("option", { name: "In one week" }).click();
  await form.getByLabel("Reason").press("Enter");
  await expect(form).toBeHidden();
  await expect(rows).toHaveCount(0);

  await page.goto(`/warnings?state=acknowledged&q=${silent.hostname}`);
  await expect(rows).toHaveCount(1);
  await page.keyboard.press("j");
  await page.keyboard.press("e");
  await expect(panel).toContainText("It comes back with the new disk.");
  await expect(panel).toContainText(operator.userName);
  await expect(panel).toContainText(/Ends in (6|7) days/);
});

test("what a colleague has reviewed in the meantime is named and left out, and the filter is kept as a view", async ({
  page,
  browser,
  operator,
  store,
  silent,
}) => {
  await signIn(page, operator);
  await page.goto(`/warnings?effects=listed&q=${silent.hostname}`);
  const rows = rowsOf(page, silent.hostname);
  await expect(rows).toHaveCount(2);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Keep this view…" }).click();
  const keeping = dialogOf(page, "Keep this view");
  await keeping.getByLabel("Name").fill("Silent node");
  await keeping.getByLabel("Show it first").check();
  await keeping.getByRole("button", { name: "Keep" }).click();
  await expect(page.getByRole("button", { name: "Silent node" })).toBeVisible();

  const colleague = await store.createOperator();
  const theirs = await (await browser.newContext({ baseURL: stack.origin })).newPage();
  await signIn(theirs, colleague);
  await theirs.goto(`/warnings?effects=listed&q=${silent.hostname}`);
  await theirs.getByRole("link", { name: /Part of the facts unreadable/ }).click();
  await theirs.getByRole("dialog").getByRole("button", { name: "Snooze…" }).click();
  for (const row of [rows.first(), rows.last()]) await row.getByRole("checkbox").check();
  await page.keyboard.press("s");
  const form = dialogOf(page, "Snooze the selected warnings");
  await form.getByLabel("Reason").fill("Maintenance.");
  await expect(form).toContainText("2 warnings would be snoozed.");

  const their = dialogOf(theirs, "Snooze the warning");
  await their.getByLabel("Reason").fill("I look at it.");
  await their.getByRole("button", { name: "Snooze" }).click();
  await expect(their).toBeHidden();
  await theirs.context().close();

  await form.getByRole("button", { name: "Snooze 2 warnings" }).click();
  const refusals = form.getByRole("list", { name: "Warnings that refuse" });
  await expect(refusals).toContainText(`${colleague.userName} has snoozed it already`);
  await form.getByRole("button", { name: "Leave it out" }).click();
  const last = dialogOf(page, "Snooze the warning");
  await last.getByRole("button", { name: "Snooze" }).click();
  await expect(last).toBeHidden();
  await expect(rows).toHaveCount(0);
  await page.goto("/warnings");
  await expect(page).toHaveURL(/effects=listed/);
  await expect(page.getByRole("button", { name: "Silent node" })).toBeVisible();
});
