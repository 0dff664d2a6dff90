import { expect, it } from "vitest";
import { returnPath } from "./return-path.ts";

it.each([
  { next: "/vdcs/a/networks?sort=name#x", path: "/vdcs/a/networks?sort=name#x" },
  { next: "/nodes", path: "/nodes" },
])("returns to $next, a path of this origin", ({ next, path }) => {
  expect(returnPath(next)).toBe(path);
});

it.each([
  [undefined],
  [null],
  [""],
  [["/nodes", "/mesh"]],
  ["https://evil.example/"],
  ["//evil.example"],
  ["/\\evil.example"],
  ["\\\\evil.example"],
  ["/\t/evil.example"],
  ["/\n/evil.example"],
  ["/.//evil.example"],
  ["/a/..//evil.example"],
  ["javascript:alert(1)"],
  [" //evil.example"],
  ["/sign-in?next=/sign-in"],
  ["/api/auth/get-session"],
])("goes home instead of %j", (next) => {
  expect(returnPath(next)).toBe("/");
});
