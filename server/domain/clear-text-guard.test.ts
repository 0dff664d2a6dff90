import { describe, expect, it } from "vitest";
import type { FirewallRule } from "./facts.ts";
import { clearTextGuard } from "./clear-text-guard.ts";

const rule = (change: Partial<FirewallRule>): FirewallRule => ({
  action: "block",
  direction: "in",
  quick: true,
  interfaceName: "external0",
  protocol: "udp",
  portFirst: 4790,
  portLast: 4790,
  isUnconditional: true,
  text: "",
  ...change,
});
const block = rule({});
const pass = rule({ action: "pass" });

describe("clearTextGuard", () => {
  it.each([
    { what: "no rules", rules: [], guard: "open" },
    { what: "a quick block", rules: [block], guard: "blocked" },
    {
      what: "a block of everything",
      rules: [rule({ interfaceName: null, protocol: null, portFirst: null, portLast: null })],
      guard: "blocked",
    },
    {
      what: "a block of a range that ends at the port",
      rules: [rule({ portFirst: 4700 })],
      guard: "blocked",
    },
    {
      what: "a block of a range that ends before it",
      rules: [rule({ portFirst: 4700, portLast: 4789 })],
      guard: "open",
    },
    { what: "a block of the other direction", rules: [rule({ direction: "out" })], guard: "open" },
    { what: "a block on another interface", rules: [rule({ interfaceName: "admin0" })], guard: "open" },
    { what: "a block of TCP", rules: [rule({ protocol: "tcp" })], guard: "open" },
    { what: "a block for some addresses", rules: [rule({ isUnconditional: false })], guard: "open" },
    { what: "a quick pass first", rules: [pass, block], guard: "open" },
    { what: "a quick pass afterwards", rules: [block, pass], guard: "blocked" },
    {
      what: "a pass for some addresses first",
      rules: [rule({ action: "pass", isUnconditional: false }), block],
      guard: "unknown",
    },
    { what: "a block that is not quick, alone", rules: [rule({ quick: false })], guard: "blocked" },
    { what: "a pass after a block that is not quick", rules: [rule({ quick: false }), pass], guard: "open" },
    {
      what: "a skip first",
      rules: [rule({ action: "other", text: "skip 1 in on external0" }), block],
      guard: "unknown",
    },
    {
      what: "a log first",
      rules: [rule({ action: "other", text: "@1 log in on external0" }), block],
      guard: "blocked",
    },
  ])("is $guard: $what", ({ rules, guard }) => {
    expect(clearTextGuard(rules, { direction: "in", port: 4790, interfaceName: "external0" })).toBe(guard);
  });
});
