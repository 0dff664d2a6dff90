import { describe, expect, it } from "vitest";
import { AUDIT_TEXT_CHARACTERS_MAX, auditFilterOf } from "./audit-filter.ts";

describe("the filter in the address of the audit trail", () => {
  it.each([
    { what: "nothing", text: "", kind: "", filter: {} },
    { what: "spaces alone", text: "   ", kind: "", filter: {} },
    { what: "both", text: " web ", kind: "network", filter: { text: "web", subjectKind: "network" } },
    { what: "the NUL character", text: "\0", kind: "\0", filter: {} },
    {
      what: "NUL among letters",
      text: "w\0eb",
      kind: "net\0work",
      filter: { text: "web", subjectKind: "network" },
    },
  ])("is what the server takes: $what", ({ text, kind, filter }) => {
    expect(auditFilterOf(text, kind)).toEqual(filter);
  });

  it("is cut to what the server takes", () => {
    expect(auditFilterOf("a".repeat(5000), "").text).toHaveLength(AUDIT_TEXT_CHARACTERS_MAX);
  });
});
