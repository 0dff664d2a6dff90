import { HEALTH_STATES } from "#server/domain/health.ts";
import type { MeshLink, MeshScene, MeshSums } from "./mesh-data.ts";
import type { Look } from "./mesh-glyph.ts";

export const MESH_MODES = ["health", "mtu", "path", "freshness"] as const;
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
  freshness: [
    { key: "never", word: "Never read", look: "unknown", meaning: "An end has not been read yet." },
    {
      key: "stale",
      word: "Stale",
      look: "stale",
      meaning: "The oldest of the facts it rests on are older than the limit.",
    },
    {
      key: "ageing",
      word: "Ageing",
      look: "degraded",
      meaning: "The oldest facts are past half of the limit.",
    },
    { key: "fresh", word: "Fresh", look: "up", meaning: "All facts it rests on are from the first half." },
  ],
};

export function parseMode(text: string): MeshMode {
  return MESH_MODES.find((mode) => mode === text) ?? "health";
}

/** What age is measured by: when the mesh was built and from when on facts are stale. */
export type AgeScale = Pick<MeshScene["overview"], "builtAt" | "staleAfterSeconds">;

export function freshnessKeyOf(observedAt: Date | null, { builtAt, staleAfterSeconds }: AgeScale): string {
  if (!observedAt) return "never";
  const ageSeconds = (builtAt.getTime() - observedAt.getTime()) / 1000;
  if (ageSeconds > staleAfterSeconds) return "stale";
  return ageSeconds > staleAfterSeconds / 2 ? "ageing" : "fresh";
}

/** The age of a link is that of its older end. */
function linkObservedAt(link: MeshLink, { nodeById }: MeshScene): Date | null {
  if ("observedAt" in link && link.observedAt instanceof Date) return link.observedAt;
  const [a, b] = link.nodeIds.map((id) => nodeById.get(id)?.observedAt ?? null);
  if (!a || !b) return null;
  return a < b ? a : b;
}

export function categoryKeyOf(link: MeshLink, mode: MeshMode, scene: MeshScene): string {
  if (mode === "health") return link.state;
  if (mode === "path") return link.path;
  if (mode === "mtu") return link.mtuOutcome;
  return freshnessKeyOf(linkObservedAt(link, scene), scene.overview);
}

export function categoryOf(mode: MeshMode, key: string): Category | null {
  return CATEGORIES[mode].find((category) => category.key === key) ?? null;
}

/** How many links are of each category. Of links told together only the oldest age is known. */
export function countByCategory(
  sums: MeshSums & { observedAt?: Date | null },
  mode: MeshMode,
  scale: AgeScale,
): ReadonlyMap<string, number> {
  const { linkCount, countByState, countByPath, fragmentingCount, mtuUnknownCount } = sums;
  if (mode === "health") return new Map(Object.entries(countByState));
  if (mode === "path") return new Map(Object.entries(countByPath));
  if (mode === "mtu") {
    return new Map([
      ["fragments", fragmentingCount],
      ["unknown", mtuUnknownCount],
      ["fits", linkCount - fragmentingCount - mtuUnknownCount],
    ]);
  }
  return new Map([[freshnessKeyOf(sums.observedAt ?? null, scale), linkCount]]);
}

/** The worst category that is not hidden; null: there is nothing left to show. */
export function worstCategory(
  counts: ReadonlyMap<string, number>,
  mode: MeshMode,
  hidden: ReadonlySet<string>,
): Category | null {
  return CATEGORIES[mode].find(({ key }) => !hidden.has(key) && (counts.get(key) ?? 0) > 0) ?? null;
}

/** What needs no look in a mode. */
export const GOOD_KEYS: Record<MeshMode, readonly string[]> = {
  health: ["up"],
  mtu: ["fits"],
  path: ["admin", "ipsec"],
  freshness: ["fresh", "ageing"],
};

export function badCountOf(counts: ReadonlyMap<string, number>, mode: MeshMode): number {
  let bad = 0;
  for (const [key, count] of counts) if (!GOOD_KEYS[mode].includes(key)) bad += count;
  return bad;
}

/** Words for links told together, short enough to stand on a line. */
export function summaryText(
  sums: MeshSums & { observedAt?: Date | null },
  mode: MeshMode,
  scale: AgeScale,
): string {
  const counts = countByCategory(sums, mode, scale);
  const { linkCount, effectiveMtuBytesMin: mtu, wantedMtuBytesMax: wanted } = sums;
  const bad = badCountOf(counts, mode);
  const worst = worstCategory(counts, mode, new Set());
  if (mode === "mtu") {
    if (mtu === null) return "MTU ?";
    return bad > 0 && wanted !== null && wanted > mtu ? `${mtu} of ${wanted}` : `MTU ${mtu}`;
  }
  if (mode === "path") {
    const word = worst?.key === "clear-text" ? "open" : "unknown";
    return bad > 0 ? `${counts.get(worst?.key ?? "") ?? 0} of ${linkCount} ${word}` : (worst?.word ?? "");
  }
  if (mode === "freshness") return worst?.word ?? "";
  const share = bad === 0 ? `${linkCount} up` : `${bad} of ${linkCount}`;
  return mtu === null ? share : `${share} · ${mtu}`;
}

/** A line that stands for many links: few bad ones among them do not paint it like all of them. */
const SATURATES_FROM_SHARE = 0.1;

/** How a line or box looks in a large cloud, where the worst of hundreds of links says little. */
export function lookByShare(counts: ReadonlyMap<string, number>, mode: MeshMode, worst: Category): Look {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const isRare = (counts.get(worst.key) ?? 0) < total * SATURATES_FROM_SHARE;
  return mode === "health" && isRare && worst.key === "down" ? "degraded" : worst.look;
}
