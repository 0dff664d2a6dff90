import { expect, it } from "vitest";
import { warningsDocument } from "./document.ts";

it("says in docs/warnings.md what the catalogue says; `npm run docs:warnings` writes it anew", async () => {
  await expect(warningsDocument()).toMatchFileSnapshot("../../../docs/warnings.md");
});
