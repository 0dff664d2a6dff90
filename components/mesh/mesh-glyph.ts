import type { HealthState } from "#server/domain/health.ts";

/** How something looks, whatever the mode: a color together with a shape and a line of its own. */
export type Look = HealthState | "admin" | "ipsec" | "clear-text";

type Stroke = { d: string; width?: number; dash?: string; isFilled?: boolean };

const RING = "M8 2.75a5.25 5.25 0 1 1 0 10.5a5.25 5.25 0 1 1 0-10.5Z";
const LOCK_BODY = "M3.5 7.5h9v6h-9Z";

/** In a box of 16 by 16; the five states as everywhere else on the screen. */
export const GLYPHS: Record<Look, readonly Stroke[]> = {
  up: [{ d: "M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 1 1 0-12.5Z", isFilled: true }],
  degraded: [
    { d: RING, width: 2 },
    { d: "M8 2.75a5.25 5.25 0 0 0 0 10.5Z", isFilled: true },
  ],
  down: [{ d: "m3.5 3.5 9 9m0-9-9 9", width: 2.75 }],
  stale: [{ d: RING, width: 2, dash: "5 3.247" }],
  unknown: [{ d: RING, width: 2 }],
  admin: [{ d: "M3 3h10v10h-10Z", isFilled: true }],
  ipsec: [
    { d: LOCK_BODY, isFilled: true },
    { d: "M5.25 7.5v-2a2.75 2.75 0 0 1 5.5 0v2", width: 1.75 },
  ],
  "clear-text": [
    { d: LOCK_BODY, width: 1.75 },
    { d: "M5.25 7.5v-3a2.75 2.75 0 0 1 5.3-1", width: 1.75 },
  ],
};

/** Colors are the design tokens of the five states. */
export const LOOK_TOKENS: Record<Look, string> = {
  up: "up-glyph",
  degraded: "degraded-glyph",
  down: "down-glyph",
  stale: "stale-glyph",
  unknown: "unknown-glyph",
  admin: "info-glyph",
  ipsec: "up-glyph",
  "clear-text": "down-glyph",
};

/** For the canvas, which draws images only. */
export function glyphDataUri(look: Look, color: string): string {
  const paths = GLYPHS[look].map(({ d, width = 0, dash = "none", isFilled = false }) => {
    const cap = dash === "none" ? "round" : "butt";
    return `<path d="${d}" fill="${isFilled ? color : "none"}" stroke="${color}" stroke-width="${width}" stroke-linecap="${cap}" stroke-linejoin="round" stroke-dasharray="${dash}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 16 16">${paths.join("")}</svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}
