import { expect, it } from "vitest";
import { cellAfterKey } from "./grid-keys.ts";

const press = (key: string, index: number, count = 40, ctrlKey = false) =>
  cellAfterKey({ key, ctrlKey, metaKey: false }, index, count);

it.each([
  ["ArrowRight", 15, 16],
  ["ArrowLeft", 16, 15],
  ["ArrowDown", 3, 19],
  ["ArrowUp", 19, 3],
  ["Home", 19, 16],
  ["End", 19, 31],
  ["End", 35, 39],
])("%s leads from %d to %d", (key, index, next) => {
  expect(press(key, index)).toBe(next);
});

it("goes to the very first and last with Ctrl", () => {
  expect([press("Home", 19, 40, true), press("End", 19, 40, true)]).toEqual([0, 39]);
});

it.each([
  ["ArrowRight", 39],
  ["ArrowDown", 30],
  ["ArrowLeft", 0],
  ["ArrowUp", 15],
  ["a", 3],
])("stays within the picture: %s at %d leads nowhere", (key, index) => {
  expect(press(key, index)).toBeNull();
});
