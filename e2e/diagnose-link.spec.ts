import { expect, expectAccessible, signIn, test } from "./fixtures.ts";

const FAULTS = [
  { fault: "other-key", ends: ["bts01", "prg01"], cause: "The ends do not hold the same key" },
  { fault: "ike-blocked", ends: ["bts01", "prg01"], cause: "The ends do not finish negotiating (IKE)" },
  { fault: "esp-one-way", ends: ["bts01", "prg01"], cause: "Encrypted packets do not arrive (ESP)" },
  {
    fault: "other-port",
    ends: ["bts01", "prg01"],
    cause: "Frames are sent to another port than the other end listens on",
  },
  {
    fault: "admin-cut",
    ends: ["bts01", "bts03"],
    cause: "Same PDC name, but the ends do not reach each other on the admin network",
  },
] as const;
const HOUR_MILLISECONDS = 3_600_000;
/** Longer ago than any other journey looks back. */
const FIRST_FAULT_HOURS_AGO = 60;

test("an operator asks why a link is down, and each of five faults ends in its cause", async ({
  page,
  operator,
  store,
}) => {
  const begun = Date.now() - FIRST_FAULT_HOURS_AGO * HOUR_MILLISECONDS;
  await signIn(page, operator);
  for (const [position, { fault, ends, cause }] of FAULTS.entries()) {
    const at = new Date(begun + position * HOUR_MILLISECONDS);
    await store.rememberLinkFault(fault, ends, at);
    const [from, to] = [await store.nodeIdOf(ends[0]), await store.nodeIdOf(ends[1])];
    const asked = new Date(at.getTime() + 60_000).toISOString();
    await page.goto(`/diagnose?from=node/${from}&to=node/${to}&at=${asked}`);
    const verdict = page.getByRole("region", { name: "Verdict" });
    await expect(verdict.getByRole("heading", { name: cause, exact: true })).toBeVisible();
    await expect(verdict).toContainText("Frames do not pass");
    await expect(verdict).toContainText("Next safe step");
  }
});

test("an operator pastes a capture, reads who negotiates alone, and has both ends read again", async ({
  page,
  operator,
  store,
}) => {
  const link = [await store.nodeIdOf("prg02"), await store.nodeIdOf("vie01")].toSorted().join(",");
  await signIn(page, operator);
  await page.goto(`/mesh?view=table&selected=link/${link}`);
  await page.getByRole("link", { name: "Why is this link down?" }).click();
  await expect(page.getByRole("heading", { name: "Why is this link down?", level: 1 })).toBeVisible();
  const verdict = page.getByRole("region", { name: "Verdict" });
  await expect(verdict).toBeVisible();
  const checks = page.getByRole("list", { name: "Checks, in order" });
  await expect(checks.getByText("Does each end send to the port the other listens on?")).toBeVisible();

  await page
    .getByRole("textbox", { name: "Pasted output" })
    .fill(
      [
        "\u001b[1m198.51.100.22 -> 192.0.2.31\u001b[0m  UDP D=500 S=500 LEN=232",
        "198.51.100.22 -> 192.0.2.31  UDP D=500 S=500 LEN=232",
        "192.0.2.31 -> 198.51.100.22  UDP D=4791 S=49251 LEN=118",
      ].join("\n"),
    );
  await expect(
    page.getByText("2 × IKE: prg02 (198.51.100.22, external) → vie01 (192.0.2.31, external)"),
  ).toBeVisible();
  await expect(
    page.getByText(/VXLAN in clear text from 192\.0\.2\.31 to 198\.51\.100\.22/).first(),
  ).toBeVisible();
  const negotiation = checks
    .getByRole("listitem")
    .filter({ hasText: "Do the ends negotiate with each other (IKE)?" });
  await expect(negotiation).toContainText("prg02 sends IKE to vie01 (2 packets), and nothing comes back.");
  await expect(negotiation).toContainText("pasted capture");
  await expectAccessible(page);

  await page.getByRole("button", { name: "Refresh both ends" }).click();
  await expect(page.getByText(/^(Both ends were read again|One end could not be read)/)).toBeVisible({
    timeout: 20_000,
  });
  await expect(negotiation).toContainText("pasted capture");
});

test("an operator reads which nodes lack what other PDCs need of them", async ({ page, operator }) => {
  await signIn(page, operator);
  await page.goto("/requirements");
  await expect(
    page.getByRole("row").filter({ has: page.getByRole("link", { name: "bts01", exact: true }) }),
  ).toBeVisible();
  await page.getByRole("combobox", { name: "Outcome" }).click();
  await page.getByRole("option", { name: "Only failing" }).click();
  await expect(page).toHaveURL(/outcome=fail/);
  await page.getByRole("button", { name: /^Public address/ }).click();
  await page.getByRole("link", { name: "vie02", exact: true }).click();
  const node = page.getByRole("dialog", { name: "vie02" });
  await expect(node.getByText("It has no external address.")).toBeVisible();
  await expectAccessible(page);
});
