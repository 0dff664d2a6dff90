import { ask, expect, expectAccessible, expectRoomOnPhone, makeNetwork, signIn, test } from "./fixtures.ts";

test("an operator edits ranges: canonical form, a conflict by name, and networks marked outside", async ({
  page,
  vdc,
  store,
  operator,
}) => {
  const other = await store.createOwnVdc();
  await signIn(page, operator);
  await makeNetwork(page, vdc, { name: "web", subnet: "10.1.0.0/24", vxlanId: vdc.vxlanIdLast });
  await page.goto(`/vdcs/${vdc.id}/delegation`);
  const editor = page.getByRole("form", { name: "Change the delegation" });
  const ids = editor.getByLabel("VXLAN ids of VXLAN row 1");

  const { vxlanIdFirst: first, vxlanIdLast: last } = vdc;
  await ids.fill(`${last}, ${first + 1}-${last - 1}, ${first}`);
  await expect(editor.getByText(`Kept as ${first}-${last}: 20 ids.`)).toBeVisible();

  await ids.fill(`${first}-${last},${other.vxlanIdFirst}`);
  await expect(editor.getByText(`is delegated to vDC ${other.name}, which does not share it.`)).toBeVisible();
  await expect(editor.getByRole("link", { name: other.name })).toBeVisible();
  await expect(editor.getByRole("list", { name: "What changes" })).toContainText(
    `${other.vxlanIdFirst} (1 id added)`,
  );
  await expectAccessible(page);
  await expectRoomOnPhone(page);

  await ids.fill(`${first}-${last - 1}`);
  await expect(editor.getByText("These ranges would leave the network web outside")).toBeVisible();
  await expect(editor.getByRole("list", { name: "What changes" })).toContainText(`${last} (1 id taken away)`);
  await editor.getByRole("button", { name: "Save delegation" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("network web");
  await dialog.getByRole("button", { name: "Save and mark them outside" }).click();
  await expect(page.getByText(`The delegation of vDC ${vdc.name} is saved.`, { exact: true })).toBeVisible();
  await expect(page.getByText(`VXLAN ${last} is in use but no longer delegated.`)).toBeVisible();
});

test("a network-admin asks for more; the operator approves it changed, and the answer is read", async ({
  page,
  browser,
  vdc,
  operator,
}) => {
  await signIn(page, vdc.networkAdmin);
  await page.goto(`/vdcs/${vdc.id}/delegation`);
  await page.getByRole("button", { name: "Ask for more" }).click();
  const form = page.getByRole("form", { name: "Ask for more" });
  await form.getByRole("button", { name: "Send request" }).click();
  await expect(form.getByText("Say what is needed: ids, or a higher limit of networks.")).toBeVisible();
  await form.getByRole("button", { name: "Ask for VXLAN ids" }).click();
  await expect(form.getByLabel("Overlay rule of VXLAN row 1")).toHaveValue("customers");
  await form.getByLabel("How many of VXLAN row 1").fill("5");
  await form.getByLabel("Reason").fill("A new shop opens in May.");
  await expectAccessible(page);
  await expectRoomOnPhone(page);
  await form.getByRole("button", { name: "Send request" }).click();
  const requests = page.getByRole("region", { name: "Requests for more" });
  await expect(requests).toContainText("5 more VXLAN ids on customers");

  const office = await browser.newContext();
  const desk = await office.newPage();
  await signIn(desk, operator);
  await desk.goto("/requests");
  await expect(
    desk.getByRole("navigation").getByRole("link", { name: /Requests.*open requests/ }),
  ).toBeVisible();
  await desk.getByRole("link", { name: vdc.name }).click();
  const answer = desk.getByRole("form", { name: "Proposed answer" });
  await expect(answer.getByRole("list", { name: "What changes" })).toContainText("(5 ids added)");
  await expectAccessible(desk);
  await expectRoomOnPhone(desk);
  await answer.getByText("Change what is given").click();
  await answer.getByLabel("VXLAN ids of VXLAN row 1").fill(`${vdc.vxlanIdFirst}-${vdc.vxlanIdLast}`);
  await expect(answer.getByText("Nothing changes.")).toBeVisible();
  await answer.getByLabel("Limit of networks").fill("30");
  await expect(answer.getByText("no limit becomes 30")).toBeVisible();
  await answer.getByLabel("Words to the vDC").fill("Use what is free first.");
  await answer.getByRole("button", { name: "Approve as changed" }).click();
  await expect(desk.getByText(`The request of vDC ${vdc.name} is approved.`, { exact: true })).toBeVisible();
  await office.close();

  // Nobody reloaded this page.
  await expect(requests.getByText("Approved", { exact: true })).toBeVisible();
  await expect(requests).toContainText("Use what is free first.");
  await expect(page.getByText("of at most 30")).toBeVisible();
});

test("an operator releases a resting id early, knowing the risk; the vDC sees what rests of its own", async ({
  page,
  vdc,
  operator,
}) => {
  const vxlanId = vdc.vxlanIdFirst;
  await signIn(page, vdc.networkAdmin);
  const network = await makeNetwork(page, vdc, { name: "web", subnet: "10.1.0.0/24", vxlanId });
  const deleted = await ask(page, "network.delete", { vdcId: vdc.id, networkId: network.id });
  expect(deleted.ok(), await deleted.text()).toBe(true);
  await page.goto(`/vdcs/${vdc.id}/delegation`);
  const own = page.getByRole("list", { name: "Resting VXLAN ids" });
  await expect(own).toContainText(`${vxlanId}`);
  await expect(own).toContainText("left");

  await signIn(page, operator);
  await page.goto("/resting-ids");
  await page.keyboard.press("/");
  await page.keyboard.type(vdc.name);
  const row = page.getByRole("row", { name: new RegExp(`${vxlanId}`) });
  await expect(row).toContainText(vdc.name);
  await row.getByRole("button", { name: `Release VXLAN ${vxlanId} early` }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("Nodes may still hold ARP entries");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Release early" }).click();
  await expect(page.getByText(`VXLAN ${vxlanId} can be given out again.`, { exact: true })).toBeVisible();
  await expect(row).toHaveCount(0);
});
