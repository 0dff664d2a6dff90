import { expect, expectAccessible, signIn, test } from "./fixtures.ts";

test("a person signs in, is led to the page they wanted, and signs out", async ({ page, operator }) => {
  await page.goto("/warnings");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fwarnings/);
  await page.getByLabel("Name", { exact: true }).fill(operator.userName);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toHaveText(
    "The name or the password is wrong.",
  );
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(operator.userName);

  await page.getByLabel("Password", { exact: true }).fill(operator.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Warnings", level: 1 })).toBeVisible();

  await page.getByRole("button", { name: `Account of ${operator.userName}` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/warnings");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("the sign-in page is accessible in both themes", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await expectAccessible(page);
});

test("a name that was guessed at too often is locked, with one clear sentence", async ({
  page,
  operator,
}) => {
  await page.goto("/sign-in");
  await page.getByLabel("Name", { exact: true }).fill(operator.userName);
  for (let attempt = 0; attempt < 5; attempt++) {
    await page.getByLabel("Password", { exact: true }).fill(`guess ${attempt}`);
    const answered = page.waitForResponse("**/api/auth/sign-in/username");
    await page.getByRole("button", { name: "Sign in" }).click();
    await answered;
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  }
  await page.getByLabel("Password", { exact: true }).fill(operator.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Too many failed attempts for this name")).toBeVisible();
});

test("a foreign site can neither sign a person in nor act with their session", async ({
  page,
  request,
  operator,
}) => {
  await signIn(page, operator);
  const headers = { origin: "https://evil.example", "content-type": "application/json" };
  const body = { username: operator.userName, password: operator.password };
  expect((await request.post("/api/auth/sign-in/username", { headers, data: body })).status()).toBe(403);
  const data = { json: { selection: { kind: "all" } } };
  expect((await page.request.post("/api/trpc/refresh.order", { headers, data })).status()).toBe(403);
});
