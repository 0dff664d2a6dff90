const WORDS: readonly [RegExp, string][] = [
  [/^\/diagnose\?/, "Ask why the link is down"],
  [/^\/nodes\//, "Open the node"],
  [/^\/overlay-rules\//, "Open the overlay rule"],
  [/^\/pdcs(\?|$)/, "Open the PDCs"],
  [/^\/inventory\?/, "Open its VM NICs"],
  [/^\/vdcs\/[^/]+\/networks\//, "Open the network"],
  [/^\/vdcs\/[^/]+\/delegation$/, "Open the delegation"],
];

/** What the link of a warning leads to. */
export function hrefWords(href: string): string {
  return WORDS.find(([pattern]) => pattern.test(href))?.[1] ?? "Go there";
}
