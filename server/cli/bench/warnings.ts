import { monitorEventLoopDelay } from "node:perf_hooks";
import type { NodeFacts } from "#server/domain/facts.ts";
import type { Node } from "#server/domain/node.ts";
import { type CloudSize, readAgain } from "#server/domain/testing/large-cloud.ts";
import { largeSituation } from "#server/domain/testing/large-situation.ts";
import { WarningModel } from "#server/domain/warnings/model/warning-model.ts";
import { WARNING_RULES } from "#server/domain/warnings/rules.ts";

import type { Situation } from "#server/domain/warnings/situation.ts";
import { warningChanges } from "#server/domain/what-if/warning-changes.ts";
import { inSlices } from "#server/services/in-slices.ts";
import { type Bench, type Figure, figureOf, ratioOf } from "./bench.ts";

const START = new Date("2026-11-01T12:00:00Z");
const CLOUDS: readonly CloudSize[] = [
  { pdcCount: 10, nodesPerPdc: 10 },
  { pdcCount: 100, nodesPerPdc: 10 },
  { pdcCount: 100, nodesPerPdc: 100 },
];
const FULL_MILLISECONDS_MAX = 5000;
const CHANGE_MILLISECONDS_MAX = 100;
const LOOP_MILLISECONDS_MAX = 200;
const MEMORY_MEGABYTES_MAX = 2048;
const WHAT_IF_FEW_MILLISECONDS_MAX = 1000;
const WHAT_IF_ALL_MILLISECONDS_MAX = 5000;
const CHANGE_COUNT = 60;
const WHAT_IF_COUNT = 3;

type Change = (node: Node, now: Date) => Node;

function changed(node: Node, change: (facts: NodeFacts) => Partial<NodeFacts>): Node {
  return node.facts ? { ...node, facts: { ...node.facts, ...change(node.facts) } } : node;
}

const CHANGES: Readonly<Record<string, Change>> = {
  "read again, as before": (node, now) => readAgain(node, now, false),
  "a probe answers otherwise": (node, now) => readAgain(node, now, true),
  "a VM more": (node) =>
    changed(node, ({ vmVnics }) => {
      const [first] = vmVnics?.value ?? [];
      if (!vmVnics || !first) return {};
      const added = {
        ...first,
        interfaceName: "net9",
        macAddress: `0e${first.macAddress.slice(2)}`,
        addresses: [],
      };
      return { vmVnics: { ...vmVnics, value: [...vmVnics.value, added] } };
    }),
  "an overlay rule with another MTU": (node) =>
    changed(node, ({ overlayRules }) =>
      overlayRules
        ? {
            overlayRules: {
              ...overlayRules,
              value: overlayRules.value.map((rule) => ({ ...rule, mtuBytes: 1400 })),
            },
          }
        : {},
    ),
  "another PDC name": renamed("elsewhere"),
  "no longer read": (node) => ({ ...node, facts: null }),
};

const oneNode = (_node: Node, position: number) => position === 0;

const WHAT_IFS: Readonly<Record<string, { isMeant(node: Node, position: number): boolean; change: Change }>> =
  {
    "what if: a node were in another PDC": { isMeant: oneNode, change: renamed("pdc-002") },
    "what if: a PDC had another name": {
      isMeant: ({ facts }) => facts?.identity?.value.pdcName === "pdc-001",
      change: renamed("elsewhere"),
    },
    "what if: a rule were changed on all nodes": {
      isMeant: () => true,
      change: (node) =>
        changed(node, ({ overlayRules }) =>
          overlayRules
            ? {
                overlayRules: {
                  ...overlayRules,
                  value: overlayRules.value.map((rule, at) =>
                    at === 0 ? { ...rule, mtuBytes: 1380 } : rule,
                  ),
                },
              }
            : {},
        ),
    },
  };

function renamed(pdcName: string): Change {
  return (node) =>
    changed(node, ({ identity }) =>
      identity ? { identity: { ...identity, value: { ...identity.value, pdcName } } } : {},
    );
}

/** Judging warnings of up to 10 000 nodes with 100 overlay rules and 200 000 VM NICs. */
export const warnings: Bench = async (progress) => {
  const sizes: Record<string, number> = {};
  const figures: Record<string, Record<string, Figure>> = {};
  for (const size of CLOUDS) {
    const name = `${size.pdcCount}x${size.nodesPerPdc}`;
    const situation = largeSituation(size, START);
    sizes[name] = situation.nodes.length;
    figures[name] = { ...(await measureWarnings(situation)), ...(await measureSlices(situation)) };
    progress(`${name}: ${JSON.stringify(figures[name])}`);
  }
  const [small, , large] = CLOUDS.map((size) => figures[`${size.pdcCount}x${size.nodesPerPdc}`] ?? {});
  const worst = (of: Record<string, Figure> | undefined, names: readonly string[]) =>
    Math.max(...names.map((each) => of?.[each]?.p95 ?? Infinity));
  return {
    sizes,
    figures,
    ratios: Object.fromEntries(
      Object.entries(large ?? {}).flatMap(([what, figure]) => {
        const other = small?.[what];
        return other ? [[`${what}, 10 000 nodes over 100`, ratioOf(figure, other)]] : [];
      }),
    ),
    goals: {
      "full computation milliseconds": {
        value: worst(large, ["full computation"]),
        max: FULL_MILLISECONDS_MAX,
      },
      "one node's change p95 milliseconds": {
        value: worst(large, Object.keys(CHANGES)),
        max: CHANGE_MILLISECONDS_MAX,
      },
      "event loop held up milliseconds": {
        value: worst(large, ["event loop held up, in slices", "event loop held up by what-ifs"]),
        max: LOOP_MILLISECONDS_MAX,
      },
      "what if of few nodes milliseconds": {
        value: worst(large, ["what if: a node were in another PDC", "what if: a PDC had another name"]),
        max: WHAT_IF_FEW_MILLISECONDS_MAX,
      },
      "what if of all nodes milliseconds": {
        value: worst(large, ["what if: a rule were changed on all nodes"]),
        max: WHAT_IF_ALL_MILLISECONDS_MAX,
      },
      "memory of the full computation MB": {
        value: worst(large, ["peak memory by then, MB"]),
        max: MEMORY_MEGABYTES_MAX,
      },
      "memory with all changes and scenarios MB": { value: peakMegabytes(), max: MEMORY_MEGABYTES_MAX },
    },
  };
};

/** In milliseconds. Each change is taken back before the next; only the change itself is measured. */
export async function measureWarnings(
  situation: Situation,
  count = CHANGE_COUNT,
): Promise<Record<string, Figure>> {
  const startedAt = performance.now();
  const model = WarningModel.of(WARNING_RULES, situation);
  model.settle();
  const full = performance.now() - startedAt;
  const megabytes = peakMegabytes();
  model.takeDifference();
  const ofChanges: Record<string, Figure> = {};
  for (const [what, change] of Object.entries(CHANGES)) {
    const times: number[] = [];
    for (let run = 0; run < count; run += 1) {
      const node = situation.nodes[(run * 7919) % situation.nodes.length];
      if (!node) continue;
      const again = change(node, new Date(START.getTime() + run * 100));
      const begunAt = performance.now();
      model.update([again]);
      model.takeDifference();
      times.push(performance.now() - begunAt);
      model.update([node]);
      model.takeDifference();
    }
    ofChanges[what] = figureOf(times);
  }
  return {
    "full computation": figureOf([full]),
    "peak memory by then, MB": figureOf([megabytes]),
    ...ofChanges,
    ...(await measureWhatIfs(model, situation)),
  };
}

function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** Scenarios tried on what is kept, which is afterwards as it was. */
async function measureWhatIfs(model: WarningModel, before: Situation): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure> = {};
  const delay = monitorEventLoopDelay({ resolution: 5 });
  for (const [what, { isMeant, change }] of Object.entries(WHAT_IFS)) {
    const nodes = before.nodes.map((node, position) =>
      isMeant(node, position) ? change(node, before.now) : node,
    );
    const times: number[] = [];
    delay.enable();
    for (let run = 0; run < WHAT_IF_COUNT; run += 1) {
      const startedAt = performance.now();
      await inSlices(warningChanges(model, before, { ...before, nodes }));
      times.push(performance.now() - startedAt);
    }
    delay.disable();
    figures[what] = figureOf(times);
  }
  return { ...figures, "event loop held up by what-ifs": figureOf([delay.max / 1e6]) };
}

/** The same work from scratch, beside which others get their turn. */
async function measureSlices(situation: Situation): Promise<Record<string, Figure>> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const startedAt = performance.now();
  const model = await inSlices(WarningModel.making(WARNING_RULES, situation));
  await inSlices(model.work());
  const whole = performance.now() - startedAt;
  delay.disable();
  return {
    "full computation in slices": figureOf([whole]),
    "event loop held up, in slices": figureOf([delay.max / 1e6]),
  };
}
