import { expect, it } from "vitest";
import { DomainError } from "./errors.ts";

it("a refusal says once what is wrong with several fields alike", () => {
  const message = "This is not an address.";
  const refusal = new DomainError("rejected", [
    { field: "from", message },
    { field: "to", message },
    { field: "mtuBytes", message: "This is not a number." },
  ]);
  expect(refusal.message).toBe("This is not an address. This is not a number.");
  expect(refusal.violations).toHaveLength(3);
});
