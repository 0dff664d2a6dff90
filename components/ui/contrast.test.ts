import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");

function tokensOf(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", hex = ""]) => [name, hex]),
  );
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const SURFACES = ["canvas", "sidebar", "surface", "raised", "sunken", "hover", "selected"];
const STATES = ["up", "degraded", "down", "stale", "unknown", "info"];
const TEXT = ["ink", "muted", "subtle", "accent-ink", ...STATES];
const TEXT_PAIRS = [
  ...TEXT.flatMap((text) => SURFACES.map((surface) => [text, surface])),
  ...STATES.map((state) => [state, `${state}-soft`]),
  ["accent-ink", "accent-soft"],
  ["muted", "unknown-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-danger", "danger"],
  ["on-danger", "danger-hover"],
];
const SHAPE_PAIRS = [
  ...STATES.flatMap((state) =>
    ["canvas", "surface", "raised", `${state}-soft`].map((on) => [`${state}-glyph`, on]),
  ),
  ...["canvas", "surface", "raised"].flatMap((on) => [
    ["control", on],
    ["ring", on],
  ]),
];

describe.each([
  { theme: "light", tokens: tokensOf(":root") },
  { theme: "dark", tokens: tokensOf(".dark") },
])("the $theme theme", ({ tokens }) => {
  const ratio = ([front = "", back = ""]: string[]) =>
    contrast(tokens.get(front) ?? "", tokens.get(back) ?? "");

  it("shows every text at 4.5 to 1 or better on every surface", () => {
    const tooFaint = TEXT_PAIRS.filter((pair) => !(ratio(pair) >= 4.5)).map((pair) => [...pair, ratio(pair)]);
    expect(tooFaint).toEqual([]);
  });

  it("shows every shape and control at 3 to 1 or better", () => {
    const tooFaint = SHAPE_PAIRS.filter((pair) => !(ratio(pair) >= 3)).map((pair) => [...pair, ratio(pair)]);
    expect(tooFaint).toEqual([]);
  });
});
