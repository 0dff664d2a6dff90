import { expect, it } from "vitest";
import { linkHref, nodeHref } from "#server/domain/warnings/finding.ts";
import { hrefWords } from "./href-words.ts";

it.each([
  { href: linkHref(["a", "b"]), words: "Ask why the link is down" },
  { href: nodeHref("a"), words: "Open the node" },
  { href: "/overlay-rules/customers", words: "Open the overlay rule" },
  { href: "/pdcs?q=prague-1", words: "Open the PDCs" },
  { href: "/inventory?q=customers%2F123", words: "Open its VM NICs" },
  { href: "/vdcs/1/networks/2", words: "Open the network" },
  { href: "/vdcs/1/delegation", words: "Open the delegation" },
  { href: "/elsewhere", words: "Go there" },
])("$href: $words", ({ href, words }) => {
  expect(hrefWords(href)).toBe(words);
});
