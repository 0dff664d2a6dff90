import { expect, it } from "vitest";
import { matchingItems } from "./palette-match.ts";

const ITEMS = [
  { id: "refresh", group: "Do", label: "Refresh all nodes", href: "#" },
  { id: "shortcuts", group: "Do", label: "Show keyboard shortcuts", href: "#" },
  { id: "nodes", group: "Pages", label: "Nodes", keywords: ["Go to Nodes"], href: "#" },
];
const ids = (query: string) => matchingItems(ITEMS, query).map(({ id }) => id);

it("offers everything before something is typed", () => {
  expect(ids("")).toEqual(["refresh", "shortcuts", "nodes"]);
});

it("puts what begins as typed before what only contains it", () => {
  expect(ids("nodes")).toEqual(["nodes", "refresh"]);
});

it("finds by the beginnings of words, in any order and case", () => {
  expect(ids("ALL refr")).toEqual(["refresh"]);
  expect(ids("go to nodes")).toEqual(["nodes"]);
});

it("does not find by scattered letters", () => {
  expect(ids("web")).toEqual([]);
});
