import type { Answer } from "./use-what-if.ts";

export type Group = Answer["paths"];
export type Place = Group["places"][number];
export type EncryptionChange = keyof Answer["encryption"];

export function linksOf(count: number): string {
  return count === 1 ? "1 link" : `${count.toLocaleString("en")} links`;
}

export function pairsOf(count: number): string {
  return count === 1 ? "1 pair" : `${count.toLocaleString("en")} pairs`;
}

/** "Inside bru-1", "bru-1 – prg-1". */
export function placeLabel(pdcs: readonly [string, string] | null): string {
  if (pdcs === null) return "";
  const [a, b] = pdcs;
  return a === b ? `Inside ${a}` : `${a} – ${b}`;
}

/** Where the links are now, and where they would be if that is somewhere else. */
export function placeTitle({ before, after }: Place): string {
  const [was, is] = [placeLabel(before), placeLabel(after)];
  if (was === "" || is === "" || was === is) return is || was;
  return `${was} → ${is.charAt(0).toLowerCase()}${is.slice(1)}`;
}

type Words = { one: string; many: string; sentence: string };

export const ENCRYPTION_WORDS: Record<EncryptionChange, Words> = {
  lost: {
    one: "loses encryption",
    many: "lose encryption",
    sentence: "Encrypted today, or meant to be; then plain VXLAN or in clear text.",
  },
  exposed: {
    one: "goes in clear text between places",
    many: "go in clear text between places",
    sentence: "They would leave their place without encryption.",
  },
  unproved: {
    one: "is no longer proved encrypted",
    many: "are no longer proved encrypted",
    sentence: "IPsec is still meant, but policies and guards of both ends no longer prove it.",
  },
  gained: {
    one: "gains encryption",
    many: "gain encryption",
    sentence: "They would go through IPsec between external addresses.",
  },
};

/** "1 link loses encryption". */
export function encryptionTitle(kind: EncryptionChange, linkCount: number): string {
  const { one, many } = ENCRYPTION_WORDS[kind];
  return `${linksOf(linkCount)} ${linkCount === 1 ? one : many}`;
}

type Merged = Answer["merged"][number];

/** What plain VXLAN between two places that become one would come to. */
export function mergedSentences({ pdcLabel, from: [a, b], reach: { reached, cut, unknown } }: Merged): {
  isBad: boolean;
  text: string;
}[] {
  const between = `Between the nodes of “${a}” and “${b}”, which would both be “${pdcLabel}”: `;
  return [
    ...(cut > 0
      ? [
          {
            isBad: true,
            text: `${between}${pairsOf(cut)} break, as their probes show that they share no admin network. Plain VXLAN between them goes nowhere.`,
          },
        ]
      : []),
    ...(unknown > 0
      ? [
          {
            isBad: true,
            text: `${between}of ${pairsOf(unknown)} nobody knows whether they share an admin network. If they do not, they break.`,
          },
        ]
      : []),
    ...(reached > 0
      ? [
          {
            isBad: false,
            text: `${between}${pairsOf(reached)} reach each other on the admin network, so plain VXLAN does pass.`,
          },
        ]
      : []),
  ];
}

type Split = Answer["split"][number];

export function splitSentence({ pdcLabel, into: [a, b], reach: { reached } }: Split): string | null {
  if (reached === 0) return null;
  return `${pairsOf(reached)} of nodes of today’s “${pdcLabel}” would be in “${a}” and “${b}”: they reach each other on the admin network, so they would encrypt to neighbours without need.`;
}

/** The first line of the answer. */
export function verdictOf(answer: Answer): { tone: "bad" | "good" | "none"; title: string } {
  const { encryption, isDifferent, merged } = answer;
  const red = (["lost", "exposed"] as const)
    .filter((kind) => encryption[kind].linkCount > 0)
    .map((kind) => encryptionTitle(kind, encryption[kind].linkCount));
  if (red.length > 0) return { tone: "bad", title: `${red.join(", and ")}.` };
  const cut = merged.reduce((sum, { reach }) => sum + reach.cut, 0);
  if (cut > 0) return { tone: "bad", title: `${pairsOf(cut)} of nodes break.` };
  if (!isDifferent) return { tone: "none", title: "No difference." };
  return { tone: "good", title: "No link loses encryption." };
}

type MtuSide = Answer["mtus"]["rows"][number]["before"];

export function mtuSideWords({
  effectiveBytesMin,
  effectiveBytesMax,
  wantedBytesMax,
  fragmentingCount,
}: MtuSide): { carries: string; verdict: string; isBad: boolean } {
  if (effectiveBytesMin === null) return { carries: "not known", verdict: "", isBad: false };
  const carries =
    effectiveBytesMin === effectiveBytesMax
      ? `${effectiveBytesMin}`
      : `${effectiveBytesMin}–${effectiveBytesMax}`;
  const outcome = fragmentingCount > 0 ? `in fragments on ${linksOf(fragmentingCount)}` : "whole";
  return {
    carries: `${carries} bytes`,
    verdict: wantedBytesMax === null ? outcome : `${wantedBytesMax} ${outcome}`,
    isBad: fragmentingCount > 0,
  };
}

/** The steps as a text to paste into a ticket. */
export function stepsText(steps: Answer["steps"], sentences: readonly string[]): string {
  const lines = steps.map(({ sentence, hostnames }, position) =>
    [
      `${position + 1}. [ ] ${sentence}`,
      ...(hostnames.length > 0 ? [`   On: ${hostnames.join(", ")}`] : []),
    ].join("\n"),
  );
  return [...sentences.map((sentence) => `What is planned: ${sentence}.`), "", ...lines].join("\n");
}
