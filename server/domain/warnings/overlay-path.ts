import { DANUBE_ESP, type EspTransform } from "../esp.ts";
import type { PathMtu } from "../mesh/link-context.ts";
import { type EncapsulatedPath, largestInnerMtuBytes } from "../mtu.ts";
import { adminInterface, externalInterface, type Node } from "../node.ts";
import { type Carrier, type CarrierGroup, innerVlans } from "./carriers.ts";
import { isNamed, type Member } from "./model/member.ts";
import type { Cloud } from "./model/rule.ts";

/** What frames of one overlay rule have to pass inside a PDC or between two. */
export type OverlayPath = {
  /** One name inside a PDC, two between PDCs. */
  pdcNames: readonly string[];
  underlayMtuBytes: number;
  source: PathMtu["source"] | "assumed";
  observedAt: Date;
  /** null inside a PDC: plain VXLAN. */
  esp: EspTransform | null;
};

/** Paths that carry the same, and how many they are; each is made when it is asked for. */
export type PathBundle = Pick<OverlayPath, "underlayMtuBytes" | "source" | "esp"> & {
  isBetween: boolean;
  count: number;
  /** Of its first path, for an order that does not depend on who was read last. */
  name(): string;
  paths(): Iterable<OverlayPath>;
};

/** The carriers of a rule, with what limits their frames. */
export type RulePaths = {
  overlayRuleName: string;
  group: CarrierGroup;
  /** Largest MTU that the rule or a live overlay of it has anywhere. */
  mtuBytes: number;
  /** Some frames carry a VLAN tag inside. */
  hasInnerVlan: boolean;
  pdcNames: readonly string[];
  bundles: readonly PathBundle[];
};

/** The tightest interface of one kind in a PDC, and the first node that has it. */
type Tightest = { mtuBytes: number; member: Member };
type Side = {
  pdcName: string;
  nodeCount: number;
  admin: Tightest | null;
  external: Tightest | null;
  transforms: ReadonlyMap<string, EspTransform>;
};

/** Whatever of its paths depends on the node was read. */
export function arePathsUnknown({ facts }: Node): boolean {
  if (!facts?.overlayRules || !facts.identity || !facts.nics || !facts.hostVnics) return true;
  if (facts.overlayRules.value.length === 0) return false;
  return [adminInterface(facts), externalInterface(facts)].some(
    (one) => one !== null && one.mtuBytes === null,
  );
}

/** null: nobody carries the rule. PDCs that are alike are taken together, so that nothing grows with pairs of them. */
export function pathsOfRule(group: CarrierGroup, cloud: Cloud): RulePaths | null {
  if (group.size === 0) return null;
  const name = group.key;
  const sides = sidesOf(group);
  const sideByName = new Map(sides.map((side) => [side.pdcName, side]));
  const declared = [...cloud.pathMtus()].filter(({ pdcNames }) =>
    pdcNames.every((each) => sideByName.has(each)),
  );
  return {
    overlayRuleName: name,
    group,
    mtuBytes: Math.max(...group.shares.map(({ value }) => value.wantedMtuBytes)),
    hasInnerVlan:
      cloud.group(innerVlans, name) !== undefined ||
      cloud.networksOf("rule", name).some(({ vlanId }) => vlanId > 0),
    pdcNames: sides.map(({ pdcName }) => pdcName),
    bundles: [
      ...declaredBundles(declared, sideByName),
      ...insideBundles(sides, cloud),
      ...betweenBundles(sides, declared, cloud),
    ],
  };
}

export function safeMtuBytes(
  path: Pick<OverlayPath, "underlayMtuBytes" | "esp">,
  innerVlan: boolean,
): number {
  return largestInnerMtuBytes(encapsulated(path, innerVlan));
}

export function encapsulated(
  { underlayMtuBytes, esp }: Pick<OverlayPath, "underlayMtuBytes" | "esp">,
  innerVlan: boolean,
): EncapsulatedPath {
  return { underlayMtuBytes, esp, innerVlan };
}

/** By name. */
function sidesOf(group: CarrierGroup): Side[] {
  const byPdc = Map.groupBy(group.shares, ({ value }) => value.pdcName);
  return [...byPdc]
    .flatMap(([pdcName, shares]): Side[] => {
      if (!isNamed(pdcName)) return [];
      const tightest = (mtuOf: (carrier: Carrier) => number | null): Tightest | null => {
        const known = shares.flatMap(({ value, members }) => {
          const [member] = members.first(1);
          const mtuBytes = mtuOf(value);
          return member && mtuBytes !== null ? [{ mtuBytes, member }] : [];
        });
        return known.reduce<Tightest | null>(
          (least, each) => (least && compareTightest(least, each) <= 0 ? least : each),
          null,
        );
      };
      return [
        {
          pdcName,
          nodeCount: shares.reduce((sum, { members }) => sum + members.size, 0),
          admin: tightest(({ adminMtuBytes }) => adminMtuBytes),
          external: tightest(({ externalMtuBytes }) => externalMtuBytes),
          transforms: new Map(
            shares.flatMap(({ value }) => value.transforms.map((each) => [each.name, each] as const)),
          ),
        },
      ];
    })
    .toSorted((a, b) => (a.pdcName < b.pdcName ? -1 : 1));
}

function compareTightest(a: Tightest, b: Tightest): number {
  if (a.mtuBytes !== b.mtuBytes) return a.mtuBytes - b.mtuBytes;
  return a.member.node.hostname < b.member.node.hostname ? -1 : 1;
}

function observedAtOf(tightest: Tightest | null): Date {
  return tightest?.member.node.facts?.nics?.observedAt ?? new Date(0);
}

function declaredBundles(declared: readonly PathMtu[], sideByName: ReadonlyMap<string, Side>): PathBundle[] {
  return declared.flatMap(({ pdcNames, mtuBytes, source, observedAt }): PathBundle[] => {
    const [a, b] = pdcNames.toSorted().map((name) => sideByName.get(name));
    if (!a || !b || (a === b && a.nodeCount < 2)) return [];
    const isBetween = a !== b;
    const esp = isBetween
      ? tightestTransform([...a.transforms.values(), ...b.transforms.values()], mtuBytes)
      : null;
    const same = { underlayMtuBytes: mtuBytes, source, esp };
    const path = { ...same, pdcNames: isBetween ? [a.pdcName, b.pdcName] : [a.pdcName], observedAt };
    return [{ ...same, isBetween, count: 1, name: () => path.pdcNames.join("\n"), paths: () => [path] }];
  });
}

function insideBundles(sides: readonly Side[], cloud: Cloud): PathBundle[] {
  const assumed = sides.filter(
    ({ pdcName, nodeCount, admin }) => nodeCount > 1 && admin && !cloud.pathMtu([pdcName, pdcName]),
  );
  return [...Map.groupBy(assumed, ({ admin }) => admin?.mtuBytes ?? 0)].map(([underlayMtuBytes, alike]) => {
    const same = { underlayMtuBytes, source: "assumed" as const, esp: null };
    return {
      ...same,
      isBetween: false,
      count: alike.length,
      name: () => alike[0]?.pdcName ?? "",
      paths: () =>
        alike.map(({ pdcName, admin }) => ({
          ...same,
          pdcNames: [pdcName],
          observedAt: observedAtOf(admin),
        })),
    };
  });
}

/** Sides with the same external MTU and transforms make the same paths with all others. */
function betweenBundles(sides: readonly Side[], declared: readonly PathMtu[], cloud: Cloud): PathBundle[] {
  const classes = [
    ...Map.groupBy(
      sides.filter(({ external }) => external !== null),
      ({ external, transforms }) => JSON.stringify([external?.mtuBytes, [...transforms.keys()].toSorted()]),
    ).values(),
  ];
  const classOf = new Map(classes.flatMap((alike) => alike.map((side) => [side.pdcName, alike] as const)));
  return classes.flatMap((as, position) =>
    classes.slice(position).flatMap((bs): PathBundle[] => {
      const [a, b] = [as[0], bs[0]];
      if (!a?.external || !b?.external) return [];
      const known = declared.filter(({ pdcNames: [x, y] }) => {
        const ends = [classOf.get(x), classOf.get(y)];
        return x !== y && ends.includes(as) && ends.includes(bs) && (as !== bs || ends[0] === ends[1]);
      });
      const all = as === bs ? (as.length * (as.length - 1)) / 2 : as.length * bs.length;
      if (all === known.length) return [];
      const underlayMtuBytes = Math.min(a.external.mtuBytes, b.external.mtuBytes);
      const esp = tightestTransform([...a.transforms.values(), ...b.transforms.values()], underlayMtuBytes);
      const same = { underlayMtuBytes, source: "assumed" as const, esp };
      return [
        {
          ...same,
          isBetween: true,
          count: all - known.length,
          name: () => `${a.pdcName}\n${b.pdcName}`,
          paths: () => pairsOf(as, bs, same, cloud),
        },
      ];
    }),
  );
}

function* pairsOf(
  as: readonly Side[],
  bs: readonly Side[],
  same: Pick<OverlayPath, "underlayMtuBytes" | "source" | "esp">,
  cloud: Cloud,
): Generator<OverlayPath> {
  for (const [position, a] of as.entries()) {
    for (const b of as === bs ? as.slice(position + 1) : bs) {
      if (cloud.pathMtu([a.pdcName, b.pdcName])) continue;
      const external =
        a.external && b.external && compareTightest(a.external, b.external) <= 0 ? a.external : b.external;
      yield { ...same, pdcNames: [a.pdcName, b.pdcName].toSorted(), observedAt: observedAtOf(external) };
    }
  }
}

function tightestTransform(transforms: readonly EspTransform[], underlayMtuBytes: number): EspTransform {
  const candidates = transforms.length > 0 ? transforms : [DANUBE_ESP];
  const [first = DANUBE_ESP] = candidates.toSorted(
    (a, b) =>
      safeMtuBytes({ underlayMtuBytes, esp: a }, false) - safeMtuBytes({ underlayMtuBytes, esp: b }, false) ||
      (a.name < b.name ? -1 : 1),
  );
  return first;
}
