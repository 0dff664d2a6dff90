import { describe, expect, it } from "vitest";
import { changeOf, type NoticeKind } from "./notice.ts";

describe("changeOf", () => {
  it.each<{ kinds: NoticeKind[]; change: ReturnType<typeof changeOf> }>([
    { kinds: ["opened"], change: "opened" },
    { kinds: ["opened", "worsened"], change: "opened" },
    { kinds: ["opened", "resolved"], change: "passed" },
    { kinds: ["opened", "resolved", "reopened"], change: "opened" },
    { kinds: ["reopened"], change: "reopened" },
    { kinds: ["reopened", "resolved"], change: "passed" },
    { kinds: ["worsened"], change: "worsened" },
    { kinds: ["worsened", "resolved"], change: "resolved" },
    { kinds: ["still-open"], change: "still-open" },
    { kinds: ["still-open", "worsened"], change: "worsened" },
    { kinds: ["resolved"], change: "resolved" },
    { kinds: ["resolved", "reopened"], change: null },
    { kinds: ["resolved", "reopened", "worsened"], change: "worsened" },
    { kinds: ["resolved", "reopened", "resolved"], change: "resolved" },
  ])("$kinds come to $change", ({ kinds, change }) => {
    expect(changeOf(kinds)).toBe(change);
  });
});
