import { expect, it } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy.ts";

it("lets scripts run by nonce alone", () => {
  const scripts = /script-src ([^;]*)/.exec(contentSecurityPolicy("abc", false))?.[1];
  expect(scripts).toBe("'self' 'nonce-abc' 'strict-dynamic'");
});

it("allows evaluation in development only", () => {
  expect(contentSecurityPolicy("abc", true)).toContain("'unsafe-eval'");
  expect(contentSecurityPolicy("abc", false)).not.toContain("'unsafe-eval'");
});

it.each([["object-src 'none'"], ["base-uri 'none'"], ["frame-ancestors 'none'"], ["form-action 'self'"]])(
  "holds %s",
  (directive) => {
    expect(contentSecurityPolicy("abc", false).split("; ")).toContain(directive);
  },
);
