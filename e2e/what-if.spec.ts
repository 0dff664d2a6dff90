import { expect, expectAccessible, expectRoomOnPhone, signIn, test } from "./fixtures.ts";

test("a new name for a PDC that would lose encryption is told in red, and a colleague sees the same", async ({
  page,
  operator,
  store,
}) => {
  await signIn(page, operator);
  await page.goto("/pdcs");
  await page.getByRole("link", { name: "What if vienna-1 were renamed?" }).click();

  const form = page.getByRole("form", { name: "Rename a PDC" });
  await expect(form.getByRole("combobox", { name: "PDC", exact: true })).toContainText("vienna-1");
  await form.getByRole("button", { name: "Try it" }).click();
  await expect(form.getByRole("alert")).toHaveText("Write the name of a PDC.");
  await form.getByLabel("New name").fill("prague-1");
  await form.getByRole("button", { name: "Try it" }).click();

  const answer = page.getByRole("region", { name: "Encryption", exact: true });
  await expect(answer.getByRole("alert")).toContainText(/\d+ links? loses? encryption/);
  await expect(answer).toContainText("which would both be “prague-1”");
  await answer.getByText("prague-1 – vienna-1 → inside prague-1").first().click();
  await expect(answer.getByRole("link", { name: /prg01 and vie01/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "What has to be done" })).toBeVisible();
  await expectAccessible(page);
  await expectRoomOnPhone(page);

  const address = page.url();
  await signIn(page, await store.createOperator());
  await page.goto(address);
  await expect(page.getByText("PDC “vienna-1” is renamed “prague-1”.")).toBeVisible();
  await expect(answer.getByRole("alert")).toContainText(/loses? encryption/);
  await page.getByRole("button", { name: /^Leave out/ }).click();
  await expect(page.getByRole("button", { name: /Move a node/ })).toBeVisible();
  await expect(answer).toHaveCount(0);
});

test("an address that was cut off keeps what can be kept, and a scenario without effect says so", async ({
  page,
  operator,
}) => {
  await signIn(page, operator);
  const kept = [
    { kind: "declare-path", pdcNames: ["prague-1", "prague-1"], mtuBytes: 1500 },
    { kind: "burn-node" },
  ];
  await page.goto(`/what-if?scenario=${encodeURIComponent(JSON.stringify(kept))}`);
  await expect(page.getByText("1 of the 2 changes in this address cannot be read")).toBeVisible();
  await expect(page.getByText("The path inside “prague-1” carries 1500 bytes.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "No difference." })).toBeVisible();
  await page.goto("/what-if?scenario=%5B%7B");
  await expect(page.getByText("cannot be read, so nothing was tried")).toBeVisible();
});

test("whether the standing rule of the mesh holds leads from Home to its evidence", async ({
  page,
  operator,
}) => {
  await signIn(page, operator);
  await page.goto("/");
  await page.getByRole("link", { name: /Standing rule of the mesh/ }).click();
  const evidence = page.getByRole("region", { name: "Clear text between places" });
  await expect(evidence).toContainText(/in different places/);
  await expect(page.getByRole("region", { name: "One name, one admin network" })).toBeVisible();
  await page.getByRole("button", { name: "Close the standing rule" }).click();
  await expect(evidence).toHaveCount(0);
});
