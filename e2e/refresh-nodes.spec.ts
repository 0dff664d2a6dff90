import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestStore } from "#db/testing/store.ts";
import { ask, expect, expectAccessible, makeNetwork, signIn, stack, test } from "./fixtures.ts";
import { demoNodes } from "./fleet/demo.ts";
import { startFleet } from "./fleet/fleet.ts";
import { startBastion } from "./fleet/testing/bastion.ts";

// They change the same fleet, so they take turns.
test.describe.configure({ mode: "default" });

/** An order would join a refresh of another journey that may have asked the node before this one changed it. */
const noneInFlight = (store: TestStore) => expect.poll(() => store.countRefreshesInFlight()).toBe(0);

test("an operator refreshes one node, reads what changed on it, and leaves it alone for maintenance", async ({
  page,
  operator,
  fleet,
  store,
}) => {
  await signIn(page, operator);
  await page.goto(`/nodes/${await store.nodeIdOf("bts02")}`);
  await expect(page.getByRole("heading", { name: "bts02", level: 1 })).toBeVisible();
  await fleet.change("bts02", { nicTags: { ...(await fleet.nicTags("bts02")), journey: "igb1" } });

  await noneInFlight(store);
  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await page.getByRole("tab", { name: /History|Refreshes/ }).click();
  await expect(page.getByText(/NIC tag journey/).first()).toBeVisible();

  const differences = page.getByRole("region", { name: "Differences" });
  await expect(differences).toContainText("NIC tag journey added.");
  const found = /between .* and (.* UTC) \(/.exec(await differences.innerText())?.[1] ?? "";
  await page.getByRole("combobox", { name: "From" }).click();
  await page.getByRole("option", { name: found }).click();
  await expect(differences).toContainText("Nothing that matters differs");
  expect(new URL(page.url()).searchParams.get("from")).toMatch(/^[0-9a-f-]{36}$/);

  await page.getByRole("button", { name: "Pause this node for maintenance" }).click();
  await page.getByLabel("Reason").fill("A new power supply");
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
  await page.getByLabel("Until").fill(tomorrow);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(page.getByText(/^Paused by .* A new power supply$/)).toBeVisible();
  await page.getByRole("button", { name: "End the pause" }).click();
  await expect(page.getByText(/^Paused by/)).toBeHidden();
});

test("a MAC address is found in any notation where it is now, with the node it moved from", async ({
  page,
  operator,
  fleet,
  store,
}) => {
  const vnic = { macAddress: "90:b8:d0:77:00:01", nicTag: "external", vlanId: 0 };
  const address = { ipv4Address: "198.51.100.77", prefixLength: 24, gateway: null, mtuBytes: 1500 };
  const uuid = randomUUID();
  const alias = `wanderer-${uuid.slice(0, 8)}`;
  const vm = { uuid, alias, state: "running", vnics: [{ ...vnic, ...address }] };
  const refresh = async (name: string) => {
    await page.goto(`/nodes/${await store.nodeIdOf(name)}`);
    await noneInFlight(store);
    await page.getByRole("button", { name: "Refresh", exact: true }).click();
    // An answer begins before the order is written.
    await expect(page.getByText("Refresh ordered.", { exact: true })).toBeVisible();
    await noneInFlight(store);
  };
  await signIn(page, operator);
  const [here, there] = [await fleet.vms("bts02"), await fleet.vms("vie02")];
  await fleet.change("bts02", { vms: [...here, vm] });
  await refresh("bts02");
  await page.goto(`/inventory?q=${alias}`);
  const row = page.getByRole("row").filter({ hasText: alias });
  await expect(row).toContainText("not seen to move");
  await expect(row).toContainText("matches no network");

  await fleet.change("bts02", { vms: here });
  await refresh("bts02");
  await fleet.change("vie02", { vms: [...there, vm] });
  await refresh("vie02");
  await page.goto("/inventory");
  await page
    .getByRole("searchbox")
    .or(page.getByPlaceholder(/Filter/))
    .first()
    .fill("90-B8-D0-77-00-01");
  await expect(row).toContainText("vie02");
  await expect(row).toContainText("from bts02");
  await row.getByRole("button", { name: /past of/ }).click();
  await expect(page.getByRole("dialog")).toContainText("bts02");
  await page.keyboard.press("Escape");
  await expectAccessible(page);
  await fleet.change("vie02", { vms: there });
});

test("what two nodes claim, and an address of another segment's network, stays out of ARP tables until an operator has settled it", async ({
  page,
  operator,
  fleet,
  store,
  vdc,
}) => {
  const vmWith = (alias: string, macAddress: string, ipv4Address: string) => {
    const address = { ipv4Address, prefixLength: 24, gateway: null, mtuBytes: 1300 };
    const vnics = [{ macAddress, nicTag: "customers/123", vlanId: 0, ...address }];
    return { uuid: randomUUID(), alias, state: "running", vnics };
  };
  const twin = vmWith("twin", "90:b8:d0:88:00:01", "10.78.0.7");
  const stray = vmWith("stray", "90:b8:d0:88:00:02", "10.77.0.9");
  const nodeIds = [await store.nodeIdOf("bts02"), await store.nodeIdOf("vie02")];
  const [here, there] = [await fleet.vms("bts02"), await fleet.vms("vie02")];
  const read = async () => {
    await ask(page, "refresh.order", { selection: { kind: "nodes", nodeIds } });
    await noneInFlight(store);
  };
  await signIn(page, operator);
  await makeNetwork(page, vdc, { name: "front", subnet: "10.77.0.0/24", vxlanId: vdc.vxlanIdFirst });
  try {
    await fleet.change("bts02", { vms: [...here, twin, stray] });
    await read();
    await fleet.change("vie02", { vms: [...there, twin] });
    await read();

    await page.goto("/inventory?q=90:b8:d0:88");
    const twins = page.getByRole("row").filter({ hasText: "twin" });
    await expect(twins.filter({ hasText: "bts02" })).toContainText("Held here");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Held back: settle 10.77.0.9 on bts02" }).click();
    await expect(page.getByRole("alertdialog")).toContainText("A network of another segment");
    await page.getByRole("button", { name: "It is on bts02" }).click();
    await expect(page.getByRole("row").filter({ hasText: "stray" })).not.toContainText("Held back");

    await page.getByRole("button", { name: "Contested: settle 90:b8:d0:88:00:01 on vie02" }).click();
    await page.getByRole("button", { name: "It is on vie02" }).click();
    await expect(twins.filter({ hasText: "vie02" })).toContainText("Held here");
  } finally {
    await fleet.change("bts02", { vms: here });
    await fleet.change("vie02", { vms: there });
    await read();
  }
});

test("an operator enrols a node from a list and is told that its PDC name is nearly another's before confirming it", async ({
  page,
  operator,
}) => {
  const [model] = demoNodes;
  if (!model) throw new Error("the demo has no node");
  const clientPublicKey = readFileSync(join(stack.folder, "id_ed25519.pub"), "utf8");
  const newcomers = await startFleet({
    nodes: [{ ...model, name: "bts09", pdcName: "bratislava-l", vms: [] }],
    clientPublicKey,
    firstPort: 0,
  });
  try {
    const { port, hostKeyFingerprint } = newcomers.node("bts09");
    await signIn(page, operator);
    await page.goto("/nodes/enrol");
    await page.getByLabel("Nodes, one a line").fill(`127.0.0.1:${port}\nexample.com\n169.254.0.1`);
    await expect(page.getByText("2 nodes can be enrolled, 1 line cannot.")).toBeVisible();
    await page.getByRole("button", { name: "Enrol 2 nodes" }).click();
    await expect(page.getByText("1 node enrolled, 1 refused.")).toBeVisible();
    const waiting = page.getByRole("listitem").filter({ hasText: `127.0.0.1:${port}` });
    await expect(waiting).toContainText(hostKeyFingerprint);
    await expect(waiting).toContainText("Not compared");
    await page.getByLabel("Fingerprints you know to be right").fill(`256 ${hostKeyFingerprint} root@bts09`);
    await expect(waiting).toContainText("The same key");
    await expectAccessible(page);

    await waiting.getByRole("link").click();
    await page.getByRole("button", { name: "Ask it once…" }).click();
    await page.getByRole("button", { name: "Ask it once", exact: true }).click();
    const remarks = page.getByRole("list", { name: "Before you confirm it" });
    await expect(remarks).toContainText("“bratislava-l” looks like “bratislava-1”");
    await expect(remarks).toContainText("1 node would encrypt to");
    await expect(page.getByText("This node is quarantined: nothing it says counts.")).toBeVisible();

    await page.getByRole("button", { name: "Retire this node" }).click();
    await expect(page.getByRole("alertdialog")).toContainText("It was never read");
    await page.getByRole("button", { name: "Retire node" }).click();
    await expect(page.getByRole("heading", { name: "Nodes", level: 1 })).toBeVisible();
  } finally {
    await newcomers.close();
  }
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
  // It is tried three times.
  await expect(nodes.getByRole("listitem").filter({ hasText: "vie02" }).first()).toContainText("Failed", {
    timeout: 45_000,
  });
  await expect(nodes.getByText("The connection to the node was lost while it answered.")).toBeVisible();
  await expect(page.getByText("9 of 9 nodes")).toBeVisible();
  await fleet.setFault("vie02", null);

  await page.getByRole("button", { name: /^Retry/ }).click();
  await page.getByRole("button", { name: "Follow it" }).last().click();
  await expect(page.getByRole("heading", { name: /nodes|vie02/, level: 1 })).toBeVisible();
  await expect(nodes.getByRole("listitem").filter({ hasText: "vie02" }).first()).toContainText(
    /Unchanged|Changed/,
  );
});

test("an operator reaches a place behind a bastion: adds its jump host, compares its key, and enrols a node through it", async ({
  page,
  operator,
}) => {
  const [model] = demoNodes;
  if (!model) throw new Error("the demo has no node");
  const clientPublicKey = readFileSync(join(stack.folder, "id_ed25519.pub"), "utf8");
  const bastion = await startBastion(clientPublicKey);
  const remote = await startFleet({
    nodes: [{ ...model, name: "osl01", pdcName: "oslo-1", vms: [] }],
    clientPublicKey,
  });
  try {
    const { port, hostKeyFingerprint } = remote.node("osl01");
    await signIn(page, operator);
    await page.goto("/pdcs");
    await page.getByRole("button", { name: "Add jump host" }).click();
    await page.getByLabel("PDC", { exact: true }).fill("oslo-1");
    await page.getByLabel("SSH address").fill("127.0.0.1");
    await page.getByLabel("SSH port").fill(String(bastion.port));
    await page.getByLabel("User name").fill("jump");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Save" }).click();
    const jumpHost = page.getByRole("listitem").filter({ hasText: `jump@127.0.0.1:${bastion.port}` });
    await jumpHost.getByRole("button", { name: "Compare key" }).click();
    await expect(page.getByRole("alertdialog")).toContainText(bastion.hostKeyFingerprint);
    await expect(page.getByRole("alertdialog")).toContainText("ED25519");
    await page.getByRole("button", { name: "It is the same key" }).click();
    await expect(jumpHost).toContainText("In use");
    await expectAccessible(page);

    await page.goto("/nodes");
    await page.getByRole("button", { name: "Enrol node" }).click();
    await page.getByLabel("SSH address").fill("127.0.0.1");
    await page.getByLabel("SSH port").fill(String(port));
    await page.getByRole("combobox", { name: "Reached" }).click();
    await page.getByRole("option", { name: /Jump host of oslo-1/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Enrol node" }).click();
    await expect(page.getByText("through the jump host of oslo-1")).toBeVisible();
    await page.getByRole("button", { name: "Ask it once…" }).click();
    await expect(page.getByRole("alertdialog")).toContainText(hostKeyFingerprint);
    await page.getByRole("button", { name: "Ask it once", exact: true }).click();
    const said = page.getByRole("list", { name: "Before you confirm it" });
    await expect(said).toContainText("No other node names the PDC “oslo-1”");
    expect(bastion.forwarded).toContain(`127.0.0.1:${port}`);

    await page.getByRole("button", { name: "Change how the node is reached" }).click();
    await expectAccessible(page);
    await page.getByRole("combobox", { name: "Reached" }).click();
    await page.getByRole("option", { name: /^Directly/ }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("through the jump host of oslo-1")).toBeHidden();
    await page.getByRole("button", { name: "Retire this node" }).click();
    await page.getByRole("button", { name: "Retire node" }).click();
    await page.goto("/pdcs");
    await page.getByRole("button", { name: "Remove the jump host of oslo-1" }).click();
    await page.getByRole("button", { name: "Remove jump host" }).click();
    await expect(jumpHost).toBeHidden();
  } finally {
    await remote.close();
    await bastion.close();
  }
});

test("an operator refreshes one PDC, goes elsewhere meanwhile, and finds the whole result on coming back", async ({
  page,
  operator,
}) => {
  await signIn(page, operator);
  await page.goto("/pdcs");
  await page.getByRole("button", { name: "Refresh some nodes" }).click();
  await page.getByRole("menuitem", { name: "bratislava-1" }).click();
  await page.getByRole("button", { name: "Follow it" }).click();
  await expect(page.getByRole("heading", { name: "bratislava-1", level: 1 })).toBeVisible();
  const nodes = page.getByRole("list", { name: "Nodes of this refresh" });
  await expect(nodes.getByRole("listitem").filter({ hasText: /bts0/ })).toHaveCount(3);

  await page.getByRole("link", { name: "Audit" }).click();
  await expect(page.getByRole("heading", { name: "Audit", level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByText("3 of 3 nodes")).toBeVisible();
  await expect(nodes.getByText(/Unchanged|Changed/)).toHaveCount(3);
});

test("an operator gives Overmesh another SSH key: prepares it, has it put on every node, checks, switches and removes the old one", async ({
  page,
  operator,
  fleet,
  store,
}) => {
  // The whole fleet is asked four times.
  test.slow();
  const publicKey = readFileSync(join(stack.folder, "id_ed25519.pub"), "utf8").trim();
  const keyOf = (role: string) => page.getByRole("article", { name: `SSH key, ${role}` });
  const [inUse, next, old] = [keyOf("in use"), keyOf("being prepared"), keyOf("old")];
  const notLetIn = next.getByRole("list", { name: "Nodes that have not let the next key in" });
  await signIn(page, operator);
  await page.goto("/settings");
  const oldFingerprint = (await inUse.getByText(/^SHA256:/).textContent()) ?? "";
  await page.getByRole("button", { name: "Prepare another key" }).click();
  await page.getByRole("menuitem", { name: "Make a new one" }).click();
  const newPublicKey = (await next.getByText(/^ssh-ed25519 /).textContent()) ?? "";
  try {
    await next.getByRole("button", { name: "Check on all nodes" }).click();
    await expect(notLetIn.getByRole("listitem").filter({ hasText: "bts01" })).toContainText(
      "does not let it in",
    );
    await next.getByRole("button", { name: "Switch to this key" }).click();
    await expect(page.getByRole("list", { name: "Nodes that would not be reached" })).toContainText("bts01");
    await expectAccessible(page);
    await page.keyboard.press("Escape");

    await fleet.admit([publicKey, newPublicKey]);
    await next.getByRole("button", { name: "Check on all nodes" }).click();
    // One node of the fleet is off.
    for (const { name } of (await fleet.nodes()).filter((node) => node.name !== "vie03"))
      await expect(notLetIn.getByText(name)).toBeHidden();
    await expect(notLetIn.getByRole("listitem").filter({ hasText: "vie03" })).toContainText(
      "could not be asked",
    );
    await next.getByRole("button", { name: "Switch to this key" }).click();
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: /^Switch/ })
      .click();
    await expect(inUse).toContainText(newPublicKey);

    await fleet.admit([newPublicKey]);
    await old.getByRole("button", { name: "Check who still lets it in" }).click();
    await expect(old.getByText(/8 do not, [1-9]/)).toBeVisible();
    await expect(old.getByRole("list", { name: "Nodes that still let the old key in" })).toBeHidden();
    await expectAccessible(page);
    await old.getByRole("button", { name: "Remove the old key" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove it" }).click();
    await expect(old).toBeHidden();

    await page.goto(`/nodes/${await store.nodeIdOf("bts01")}?tab=history`);
    await page.getByRole("button", { name: "Refresh", exact: true }).click();
    await noneInFlight(store);
    await expect(page.getByText("The last refresh failed")).toBeHidden();
  } finally {
    await fleet.admit([publicKey, newPublicKey]);
    await ask(page, "sshKey.prepare", { kind: "held", fingerprint: oldFingerprint });
    const { result } = await (await page.request.get("/api/trpc/sshKey.list")).json();
    const keys: { fingerprint: string; restMark: string }[] = result.data.json.keys;
    const knownRest = keys.find(({ fingerprint }) => fingerprint === oldFingerprint)?.restMark ?? "";
    await ask(page, "sshKey.switch", { fingerprint: oldFingerprint, knownRest });
    for (const { fingerprint } of keys.filter((key) => key.fingerprint !== oldFingerprint))
      await ask(page, "sshKey.remove", { fingerprint });
    await fleet.admit([publicKey]);
  }
});

test("what others order reaches an open page within a second", async ({ page, browser, operator, store }) => {
  const nodeId = await store.nodeIdOf("prg03");
  await signIn(page, operator);
  await page.goto("/refreshes");
  await expect(page.getByRole("heading", { name: "Refreshes", level: 1 })).toBeVisible();
  const runs = page.getByRole("row").filter({ hasText: "prg03" });
  const before = await runs.count();
  const colleague = await browser.newPage({ baseURL: stack.origin });
  await signIn(colleague, await store.createOperator());
  await ask(colleague, "refresh.order", { selection: { kind: "nodes", nodeIds: [nodeId] } });
  await expect(runs).toHaveCount(before + 1, { timeout: 1000 });
  await colleague.close();
});

test("whoever applies something has these nodes read again with a token, and nobody without it", async ({
  page,
  request,
  operator,
  store,
}) => {
  await signIn(page, operator);
  await page.goto("/refreshes");
  const runs = page.getByRole("row").filter({ hasText: "prg03 after an apply" });
  await expect(page.getByRole("heading", { name: "Refreshes", level: 1 })).toBeVisible();
  const before = await runs.count();
  await noneInFlight(store);
  const headers = { authorization: `Bearer ${stack.fleetToken}` };
  const tell = (data: unknown, sent: Record<string, string> = headers) =>
    request.post("/api/applied", { data, headers: sent });
  expect((await tell({ hostnames: ["prg03"] }, {})).status()).toBe(401);
  const refused = await tell({ hostnames: "prg03" });
  expect(refused.status()).toBe(400);
  expect((await refused.json()).message).toMatch(/^Say where: /);
  expect((await tell({ hostnames: ["none"] })).status()).toBe(404);
  expect(await (await tell({ overlayRuleName: "a\0b" })).json()).toEqual({
    message: "Text cannot hold the NUL character.",
  });
  const answer = await tell({ hostnames: ["prg03", "none"] });
  expect(answer.status()).toBe(202);
  expect(await answer.json()).toMatchObject({ nodeCount: 1, unknownHostnames: ["none"] });
  await expect(runs).toHaveCount(before + 1);
  await expect(runs.first()).toContainText("An apply");
  await runs.first().getByRole("link").first().click();
  await expect(page.getByText("Ordered after an apply")).toBeVisible();
  await noneInFlight(store);
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
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByText("Confirmed before, ED25519")).toBeVisible();
  await expect(dialog.getByText("Shown now, ED25519")).toBeVisible();
  await expect(dialog.getByText(/^SHA256:/)).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Refuse it and keep the confirmed key" }).click();
  await expect(page.getByText("The shown key was refused.", { exact: true })).toBeVisible();
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
