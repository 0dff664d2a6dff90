import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import {
  ask,
  expect,
  expectAccessible,
  expectRoomOnPhone,
  makeNetwork,
  signIn,
  stack,
  test,
} from "./fixtures.ts";

type Message = { type: string; warnings: { code: string; change: string; subject: { label: string } }[] };
type Received = { headers: IncomingHttpHeaders; body: string };

/** A program of somebody else's: a plain HTTP server that keeps what it is sent. */
async function startReceiver() {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (part: string) => (body += part));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return { received, url: `http://127.0.0.1:${port}/overmesh`, close: () => server.close() };
}

/** As the documentation of webhooks tells receivers to do it. */
function verified({ headers, body }: Received, secret: string): Message {
  const id = String(headers["webhook-id"]);
  const timestamp = String(headers["webhook-timestamp"]);
  expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(300);
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const wanted = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest();
  const given = Buffer.from(String(headers["webhook-signature"]).replace(/^v1,/, ""), "base64");
  expect(timingSafeEqual(given, wanted)).toBe(true);
  const message: Message & { id: string } = JSON.parse(body);
  expect(message.id).toBe(id);
  return message;
}

test("an operator adds a webhook, tests it, and it hears of a warning that opens and closes by itself", async ({
  page,
  operator,
  fleet,
  store,
}) => {
  const receiver = await startReceiver();
  const name = `pager-${operator.userName}`;
  await signIn(page, operator);
  await page.goto("/settings/notifications");
  await page.getByRole("button", { name: "Add webhook" }).first().click();
  const form = page.getByRole("dialog", { name: "Add a webhook" });
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("URL").fill("https://somebody:secret@hooks.example.org/");
  await form.getByRole("button", { name: "Add webhook" }).click();
  await expect(form.getByRole("alert")).toContainText("without a user name or password");
  await form.getByLabel("URL").fill(receiver.url);
  await form.getByRole("button", { name: "Add webhook" }).click();
  const shown = page.getByRole("dialog", { name: `Secret of ${name}` });
  const secret = await shown.locator("pre").innerText();
  await shown.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);

  await page.getByRole("button", { name: `Test ${name}` }).click();
  const deliveries = page.getByRole("list", { name: "Deliveries" });
  await expect(deliveries.getByRole("listitem").filter({ hasText: "Test" })).toContainText("Delivered");
  await expect(deliveries).toContainText("status 204");
  expect(receiver.received.map((one) => verified(one, secret).type)).toEqual(["test"]);

  const heard = (change: string) => () =>
    receiver.received
      .flatMap((one) => verified(one, secret).warnings)
      .filter(
        (told) => told.code === "ipsec-clear-text-guard-missing" && JSON.stringify(told).includes("prg02"),
      )
      .some((told) => told.change === change);
  const nodeId = await store.nodeIdOf("prg02");
  const refresh = async () => {
    await page.goto(`/nodes/${nodeId}`);
    await page.getByRole("button", { name: "Refresh", exact: true }).click();
  };
  await fleet.change("prg02", { trouble: { missingGuardFor: ["customers"] } });
  await refresh();
  await expect.poll(heard("opened")).toBe(true);
  await fleet.change("prg02", { trouble: { missingGuardFor: [] } });
  await refresh();
  await expect.poll(heard("resolved")).toBe(true);

  await page.goto("/settings/notifications");
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByRole("list", { name: "Webhooks" }).filter({ hasText: name })).toHaveCount(0);
  receiver.close();
});

test("a network-admin is told by mail of their own vDCs alone, by an address that was shown to be theirs", async ({
  page,
  vdc,
  mailbox,
}) => {
  await signIn(page, vdc.networkAdmin);
  await page.goto("/settings/notifications");
  await expect(page.getByRole("heading", { name: "Webhooks" })).toHaveCount(0);
  const address = `${vdc.networkAdmin.userName}@example.org`;
  await page.getByLabel("E-mail address").fill(address);
  await page.getByRole("button", { name: "Send code" }).click();
  await page.getByLabel("Code").fill("12345");
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("The code has six digits.")).toBeVisible();
  await page.getByLabel("Code").fill(await mailbox.codeFor(address));
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByLabel("Mail me")).toBeChecked();

  await page.getByLabel("Quiet hours").check();
  await page.getByLabel("Until").fill("06:07");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Times are whole quarters of an hour.")).toBeVisible();
  await page.getByLabel("Until").fill("06:15");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your notifications are saved.", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Until")).toHaveValue("06:15");
  await expectAccessible(page);
  await expectRoomOnPhone(page);
});

test("a network-admin's webhook hears of the one kind of warning they chose, about their own vDC", async ({
  page,
  vdc,
  operator,
}) => {
  const receiver = await startReceiver();
  await signIn(page, vdc.networkAdmin);
  await makeNetwork(page, vdc, { name: "shop", subnet: "10.7.0.0/24", vxlanId: vdc.vxlanIdFirst });
  await page.goto(`/vdcs/${vdc.id}/warnings`);
  await page.getByRole("link", { name: "Notifications" }).click();
  await page.getByRole("button", { name: "Add webhook" }).first().click();
  const form = page.getByRole("dialog", { name: "Add a webhook" });
  await form.getByLabel("Name").fill("pager");
  await form.getByLabel("URL").fill(receiver.url);
  await form.getByText("Kinds: all").click();
  await form.getByRole("checkbox", { name: "Network outside the delegation" }).check();
  await expectAccessible(page);
  await expectRoomOnPhone(page);
  await form.getByRole("button", { name: "Add webhook" }).click();
  const shown = page.getByRole("dialog", { name: "Secret of pager" });
  const secret = await shown.locator("pre").innerText();
  await shown.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("list", { name: "Webhooks" })).toContainText("kinds: 1 chosen");

  const delegate = async (vxlanIds: string) => {
    const draft = {
      isRestricted: true,
      networkCountMax: null,
      vxlanDelegations: [{ overlayRuleNames: ["customers"], vxlanIds, sharedVlanIds: null }],
      vlanDelegations: [{ overlayRuleName: "customers", nicTagName: null, vlanIds: "0" }],
    };
    const answer = await ask(page, "delegation.set", { vdcId: vdc.id, draft, markOutside: true });
    expect(answer.ok(), await answer.text()).toBe(true);
  };
  const heard = () =>
    receiver.received.flatMap((one) =>
      verified(one, secret).warnings.map(({ change, code, subject }) => `${change} ${code} ${subject.label}`),
    );
  await signIn(page, operator);
  await delegate(`${vdc.vxlanIdFirst + 1}-${vdc.vxlanIdLast}`);
  await expect.poll(heard).toEqual(["opened delegation-network-outside shop"]);
  await delegate(`${vdc.vxlanIdFirst}-${vdc.vxlanIdLast}`);
  await expect.poll(heard).toContain("resolved delegation-network-outside shop");
  await page.goto("/settings/notifications");
  await expect(page.getByRole("list", { name: "Webhooks" })).toContainText(`vDC ${vdc.name}`);
  receiver.close();
});

test("a monitoring system reads the metrics with its token, and nobody without it", async ({ request }) => {
  const headers = { authorization: `Bearer ${stack.fleetToken}` };
  const answer = await request.get("/metrics", { headers });
  expect(answer.headers()["content-type"]).toContain("version=0.0.4");
  expect(await answer.text()).toMatch(/^overmesh_nodes\{state="up"\} [0-9]+$/m);
  expect((await request.get("/metrics")).status()).toBe(401);
});
