import { describe, expect, it } from "vitest";
import { formatColumns, formatSort, parseColumns, parseSort } from "./url-state.ts";

describe("the sort order in the address", () => {
  it.each(["", "name", "-observedAt"])("is read back as written: %j", (text) => {
    expect(formatSort(parseSort(text))).toBe(text);
  });
});

describe("the column choice in the address", () => {
  it("names only what differs from the first view", () => {
    expect(formatColumns({ name: true, mtu: false, id: true, note: false }, ["id", "note"])).toBe("id,mtu");
  });

  it("is read back as written", () => {
    const visibility = parseColumns("id,mtu", ["id", "note"]);
    expect(visibility).toEqual({ id: true, note: false, mtu: false });
    expect(formatColumns(visibility, ["id", "note"])).toBe("id,mtu");
  });
});
