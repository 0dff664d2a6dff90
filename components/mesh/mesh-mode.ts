import { HEALTH_STATES } from "#server/domain/health.ts";
import type { MeshLink } from "./mesh-data.ts";
import type { Look } from "./mesh-glyph.ts";

export const MESH_MODES = ["health", "mtu", "path"] as const;
export type MeshMode = (typeof MESH_MODES)[number];

/** What a mode tells links apart by. `key` is in the address when it is filtered out. */
export type Category = { key: string; word: string; look: Look; meaning: string };

const HEALTH_MEANINGS = {
  up: { word: "Up", meaning: "Both ends are fresh, agree with each other, and packets pass." },
  degraded: {
    word: "Degraded",
    meaning: "Packets pass, but something is not as it should be, or they leave in fragments.",
  },
  down: { word: "Down", meaning: "There is evidence that packets do not pass." },
  stale: { word: "Stale", meaning: "The facts it rests on are older than the limit." },
  unknown: { word: "Unknown", meaning: "There is no evidence of how it is." },
};

/** Worst first. */
export const CATEGORIES: Record<MeshMode, readonly Category[]> = {
  health: HEALTH_STATES.map((state) => ({ key: state, look: state, ...HEALTH_MEANINGS[state] })),
  mtu: [
    {
      key: "fragments",
      word: "Fragments",
      look: "degraded",
      meaning: "Full frames of at least one rule leave in several outer packets.",
    },
    {
      key: "unknown",
      word: "Not known",
      look: "unknown",
      meaning: "The path MTU or the rule’s is not known.",
    },
    { key: "fits", word: "Fits", look: "up", meaning: "Full frames of every rule cross whole." },
  ],
  path: [
    {
      key: "clear-text",
      word: "Clear text possible",
      look: "clear-text",
      meaning: "An end does not keep unencrypted frames from leaving on the external network.",
    },
    {
      key: "unknown",
      word: "Unknown",
      look: "unknown",
      meaning: "The path, or its protection, is not known.",
    },
    {
      key: "admin",
      word: "Admin network",
      look: "admin",
      meaning: "Same PDC name: plain VXLAN between admin addresses.",
    },
    {
      key: "ipsec",
      word: "IPsec",
      look: "ipsec",
      meaning: "Different PDC names: IPsec between external addresses.",
    },
  ],
};

export function parseMode(text: string): MeshMode {
  return MESH_MODES.find((mode) => mode === text) ?? "health";
}

export function categoryKeyOf(link: MeshLink, mode: MeshMode): string {
  if (mode === "health") return link.state;
  if (mode === "path") return link.path;
  if (link.effectiveMtuBytes === null) return "unknown";
  return link.fragmentingRuleNames.length > 0 ? "fragments" : "fits";
}

/** Of several links the worst; null: there are none. */
export function worstCategory(links: readonly MeshLink[], mode: MeshMode): Category | null {
  const keys = new Set(links.map((link) => categoryKeyOf(link, mode)));
  return CATEGORIES[mode].find(({ key }) => keys.has(key)) ?? null;
}

export function countByCategory(links: readonly MeshLink[], mode: MeshMode): Map<string, number> {
  const counts = new Map<string, number>();
  for (const link of links) {
    const key = categoryKeyOf(link, mode);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** What needs no look in a mode. */
export const GOOD_KEYS: Record<MeshMode, readonly string[]> = {
  health: ["up"],
  mtu: ["fits"],
  path: ["admin", "ipsec"],
};

export function isGood(link: MeshLink, mode: MeshMode): boolean {
  return GOOD_KEYS[mode].includes(categoryKeyOf(link, mode));
}

/** Words for links told together, short enough to stand on a line. */
export function summaryText(links: readonly MeshLink[], mode: MeshMode): string {
  const total = links.length;
  const bad = links.filter((link) => !isGood(link, mode)).length;
  const mtus = links.flatMap(({ effectiveMtuBytes }) => effectiveMtuBytes ?? []);
  const mtu = mtus.length > 0 ? Math.min(...mtus) : null;
  if (mode === "mtu") {
    if (mtu === null) return "MTU ?";
    const wanted = Math.max(...links.map(({ wantedMtuBytes }) => wantedMtuBytes ?? 0));
    return bad > 0 && wanted > mtu ? `${mtu} of ${wanted}` : `MTU ${mtu}`;
  }
  if (mode === "path") {
    const worst = worstCategory(links, mode);
    return bad > 0
      ? `${bad} of ${total} ${worst?.key === "clear-text" ? "open" : "unknown"}`
      : (worst?.word ?? "");
  }
  const share = bad === 0 ? `${total} up` : `${bad} of ${total}`;
  return mtu === null ? share : `${share} · ${mtu}`;
}
