import { ask, expect, signIn, test } from "./fixtures.ts";

test("a vDC admin finds nothing of another vDC: pages, lists and the API say not found", async ({
  page,
  vdc,
  store,
}) => {
  const other = await store.createOwnVdc();
  await signIn(page, vdc.networkAdmin);

  for (const path of ["networks", "networks/new", "delegation", "members", "warnings", "notifications"]) {
    const response = await page.goto(`/vdcs/${other.id}/${path}`);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: "There is nothing here.", level: 1 })).toBeVisible();
    await expect(page.getByText(other.name)).toHaveCount(0);
  }
  await page.goto("/");
  await expect(page.getByText(vdc.name).first()).toBeVisible();
  await expect(page.getByText(other.name)).toHaveCount(0);

  const read = (procedure: string, vdcId: string) => {
    const input = encodeURIComponent(JSON.stringify({ json: { vdcId } }));
    return page.request.get(`/api/trpc/${procedure}?input=${input}`);
  };
  for (const procedure of [
    "network.list",
    "delegation.get",
    "delegation.getForecast",
    "delegationRequest.list",
    "vxlan.listOwnResting",
    "vdc.byId",
    "member.list",
    "warning.listForVdc",
    "notification.hooks",
    "mesh.getForVdc",
  ]) {
    const foreign = await read(procedure, other.id);
    const nobody = await read(procedure, "00000000-0000-4000-8000-000000000000");
    expect(foreign.status(), procedure).toBe(404);
    expect(await foreign.text(), procedure).toBe(await nobody.text());
    expect((await read(procedure, vdc.id)).status(), procedure).toBe(200);
  }
});

test("a vDC admin finds nothing of the operators' side", async ({ page, vdc }) => {
  await signIn(page, vdc.networkAdmin);
  for (const procedure of [
    "node.list",
    "refresh.list",
    "mesh.overview",
    "warning.list",
    "audit.list",
    "user.list",
    "overlayRule.list",
    "delegationRequest.listOpen",
    "delegation.listForecasts",
    "vxlan.listResting",
  ]) {
    const answer = await page.request.get(
      `/api/trpc/${procedure}?input=${encodeURIComponent('{"json":{}}')}`,
    );
    expect(answer.status(), procedure).toBe(404);
  }
  for (const path of ["/nodes", "/refreshes", "/audit", "/people", "/requests", "/resting-ids", "/what-if"]) {
    const response = await page.request.get(path);
    expect(response.status(), path).toBe(404);
  }
  await page.goto("/requests");
  await expect(page.getByRole("heading", { name: "There is nothing here.", level: 1 })).toBeVisible();
  for (const name of ["Nodes", "Refreshes", "Audit", "People", "Overlay rules"]) {
    await expect(page.getByRole("navigation").getByRole("link", { name, exact: true })).toHaveCount(0);
  }
});

test("a viewer reads the networks and changes nothing", async ({ page, vdc, store }) => {
  const viewer = await store.createMember(vdc.id, "viewer");
  await signIn(page, viewer);
  await page.goto(`/vdcs/${vdc.id}/networks`);
  await expect(page.getByRole("heading", { name: "Networks", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Define a network" })).toHaveCount(0);
  const draft = {
    name: "web",
    subnet: "10.1.0.0/24",
    overlayRuleName: "customers",
    vxlanId: vdc.vxlanIdFirst,
    vlanId: 0,
  };
  const refused = await ask(page, "network.create", { vdcId: vdc.id, draft });
  expect(refused.status()).toBe(403);
  expect((await page.request.get(`/vdcs/${vdc.id}/members`)).status()).toBe(404);
});

test("an address that names nothing is the not-found page, never a failure", async ({ page, operator }) => {
  await signIn(page, operator);
  const nobody = "00000000-0000-4000-8000-000000000000";
  for (const path of [
    "/nodes/garbage",
    `/nodes/${nobody}`,
    `/refreshes/${nobody}`,
    "/overlay-rules/%3Cb%3E",
    "/vdcs/x/networks",
    "/no/such/page",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "There is nothing here.", level: 1 }), path).toBeVisible();
  }
});
