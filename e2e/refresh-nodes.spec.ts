import { expect, signIn, test } from "./fixtures.ts";

// They change the same fleet, so they take turns.
test.describe.configure({ mode: "default" });

test("an operator refreshes one node and reads what changed on it", async ({
  page,
  operator,
  fleet,
  store,
}) => {
  await signIn(page, operator);
  await page.goto(`/nodes/${await store.nodeIdOf("bts02")}`);
  await expect(page.getByRole("heading", { name: "bts02", level: 1 })).toBeVisible();
  await fleet.change("bts02", { nicTags: { ...(await fleet.nicTags("bts02")), journey: "igb1" } });

  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await page.getByRole("tab", { name: /History|Refreshes/ }).click();
  await expect(page.getByText(/NIC tag journey/).first()).toBeVisible();
});

test("a refresh of all nodes goes on when one of them hangs, and names the cause", async ({
  page,
  operator,
  fleet,
}) => {
  await signIn(page, operator);
  await fleet.setFault("vie02", "drop");
  await page.goto("/refreshes");
  await page.getByRole("button", { name: "Refresh all" }).click();
  await page.getByRole("button", { name: "Follow it" }).click();

  const nodes = page.getByRole("list", { name: "Nodes of this refresh" });
  await expect(nodes.getByRole("listitem").filter({ hasText: "vie02" }).first()).toContainText("Failed");
  await expect(nodes.getByText("The connection was lost while the node was answering.")).toBeVisible();
  await expect(page.getByText("9 of 9 nodes")).toBeVisible();
  await fleet.setFault("vie02", null);

  await page.getByRole("button", { name: /^Retry/ }).click();
  await page.getByRole("button", { name: "Follow it" }).last().click();
  await expect(page.getByRole("heading", { name: /nodes|vie02/, level: 1 })).toBeVisible();
  await expect(nodes.getByRole("listitem").filter({ hasText: "vie02" }).first()).toContainText(
    /Unchanged|Changed/,
  );
});

test("a node that shows another host key is refused until an operator has compared both", async ({
  page,
  operator,
  fleet,
  store,
}) => {
  await signIn(page, operator);
  await fleet.setFault("vie01", "changed-host-key");
  await page.goto(`/nodes/${await store.nodeIdOf("vie01")}`);
  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await expect(page.getByText(/showed host key SHA256:/).first()).toBeVisible();
  await page.getByRole("button", { name: "Compare keys" }).click();
  await expect(page.getByRole("dialog").or(page.getByRole("alertdialog"))).toContainText("SHA256:");
  await page.keyboard.press("Escape");
  await fleet.setFault("vie01", null);
  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await expect(page.getByText("The last refresh failed")).toBeHidden();
});

test("names with markup and shell characters are shown as text and never run", async ({
  page,
  operator,
  fleet,
  store,
}) => {
  let hasRun = false;
  page.on("dialog", (dialog) => {
    hasRun = true;
    void dialog.dismiss();
  });
  await signIn(page, operator);
  const nodeId = await store.nodeIdOf("vie02");
  await fleet.setFault("vie02", "hostile-names");
  await page.goto(`/nodes/${nodeId}`);
  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("<img src=x onerror=");
  await page.goto("/mesh?view=table");
  await expect(page.getByRole("heading", { name: "Mesh", level: 1 })).toBeVisible();
  await fleet.setFault("vie02", null);
  await page.goto(`/nodes/${nodeId}`);
  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^vie02/);
  expect(hasRun).toBe(false);
});
