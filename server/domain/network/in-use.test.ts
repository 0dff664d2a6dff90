import { expect, it } from "vitest";
import { vmsInWords } from "./in-use.ts";

it.each([
  { names: ["db"], vmCount: 1, words: "VM db" },
  { names: ["a", "b"], vmCount: 2, words: "VMs a and b" },
  { names: ["a", "b", "c"], vmCount: 3, words: "VMs a, b and c" },
  { names: ["a", "b"], vmCount: 6, words: "VMs a, b and 4 more" },
  { names: [], vmCount: 1, words: "1 VM" },
  { names: [], vmCount: 2, words: "2 VMs" },
])("names “$words”", ({ names, vmCount, words }) => {
  expect(vmsInWords(names, vmCount)).toBe(words);
});
