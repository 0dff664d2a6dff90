import { describe, expect, it } from "vitest";
import { ALL_SELECTED, isSelected, marked, NOTHING_SELECTED, selectedCount } from "./selection.ts";

describe("a selection", () => {
  it("of single rows holds those that were marked and not taken back", () => {
    const selection = marked(marked(NOTHING_SELECTED, ["a", "b", "c"], true), ["b"], false);
    expect(["a", "b", "c", "d"].filter((id) => isSelected(selection, id))).toEqual(["a", "c"]);
    expect(selectedCount(selection, 10)).toBe(2);
  });

  it("of everything filtered holds rows that were never seen, but those taken back", () => {
    const selection = marked(marked(ALL_SELECTED, ["a", "b"], false), ["a"], true);
    expect(["a", "b", "never seen"].filter((id) => isSelected(selection, id))).toEqual(["a", "never seen"]);
    expect(selectedCount(selection, 10)).toBe(9);
  });

  it("of more than was counted has no number", () => {
    expect(selectedCount(ALL_SELECTED, null)).toBeNull();
  });
});
