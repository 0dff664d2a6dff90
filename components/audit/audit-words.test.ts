import { describe, expect, it } from "vitest";
import { actionWords, subjectHref } from "./audit-words.ts";

describe("actionWords", () => {
  it.each([
    { action: "network.create", subjectKind: "network", words: "created network" },
    { action: "node.confirm-host-key", subjectKind: "node", words: "confirmed the host key of node" },
    { action: "rule.re-create", subjectKind: "overlay-rule", words: "re create overlay rule" },
    { action: "vxlan.release-early", subjectKind: "vxlan", words: "released early VXLAN" },
    { action: "x.constructor", subjectKind: "x", words: "constructor x" },
  ])("says $action as “$words”", ({ action, subjectKind, words }) => {
    expect(actionWords(action, subjectKind)).toBe(words);
  });
});

describe("subjectHref", () => {
  it("leads nowhere else, whatever the id", () => {
    expect(subjectHref({ subjectKind: "node", subjectId: "../x?y", vdcId: null })).toBe("/nodes/..%2Fx%3Fy");
    expect(subjectHref({ subjectKind: "user", subjectId: "a", vdcId: null })).toBeNull();
  });
});
