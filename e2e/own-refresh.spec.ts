import { expect, expectAccessible, makeNetwork, signIn, test } from "./fixtures.ts";

test("a network-admin has what stands behind a network read again, and is told when that is possible next", async ({
  page,
  vdc,
  store,
}) => {
  await signIn(page, vdc.networkAdmin);
  const draft = { name: "own", subnet: "10.66.0.0/24", vxlanId: vdc.vxlanIdFirst };
  const network = await makeNetwork(page, vdc, draft);
  const vm = { hostname: "prg02", vmAlias: "own-vm", vxlanId: vdc.vxlanIdFirst, ipv4Address: "10.66.0.9" };
  await store.runVm(vm);
  await page.goto(`/vdcs/${vdc.id}/networks/${network.id}`);
  await expect(page.getByText(/This network has VMs in 1 place/)).toBeVisible();
  await page.getByRole("button", { name: "Read again" }).click();
  await expect(page.getByText(/^Again in/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Read again" })).toBeDisabled();
  await expectAccessible(page);
});
