import { DANUBE_ESP, type EspTransform, espTransformOfPolicy } from "../esp.ts";
import type { NodeFacts } from "../facts.ts";
import type { PathMtu } from "../mesh/link-context.ts";
import { type EncapsulatedPath, largestInnerMtuBytes } from "../mtu.ts";
import { adminInterface, externalInterface, type Node } from "../node.ts";
import { pairKey } from "./finding.ts";
import { type HeldRule, heldRules } from "./overlay-rule-name.ts";
import { groupBy, type Situation } from "./situation.ts";

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

/** The carriers of a rule, with what limits their frames. */
export type RulePaths = {
  overlayRuleName: string;
  holders: HeldRule[];
  /** Largest MTU that the rule or a live overlay of it has anywhere. */
  mtuBytes: number;
  /** Some frames carry a VLAN tag inside. */
  hasInnerVlan: boolean;
  paths: OverlayPath[];
};

type Side = { mtuBytes: number; observedAt: Date };
type PdcSide = {
  pdcName: string;
  nodeCount: number;
  admin: Side | null;
  external: Side | null;
  transforms: EspTransform[];
};

type AllRulePaths = { rules: RulePaths[]; unknown: Node[] };

/** Several rules look at the same paths of the same situation. */
const known = new WeakMap<Situation, AllRulePaths>();

export function rulePaths(situation: Situation): AllRulePaths {
  const paths = known.get(situation) ?? findRulePaths(situation);
  known.set(situation, paths);
  return paths;
}

/** Grouped by rule and PDC first, so that the work grows with pairs of PDCs, not of nodes. */
function findRulePaths(situation: Situation): AllRulePaths {
  const { byName, unknown } = heldRules(situation.nodes);
  const unmeasured = situation.nodes.filter(
    ({ facts }) => !facts?.identity || !facts.nics || !facts.hostVnics,
  );
  const silentNics = [...byName.values()]
    .flat()
    .filter(({ node }) => hasSilentNic(node))
    .map(({ node }) => node);
  const declared = new Map(situation.pathMtus.map((path) => [pairKey("pdcs", path.pdcNames), path]));
  const tagged = rulesWithInnerVlan(situation);
  const rules = [...byName].map(([overlayRuleName, holders]) => ({
    overlayRuleName,
    holders,
    mtuBytes: Math.max(...holders.map(wantedMtuBytes)),
    hasInnerVlan: tagged.has(overlayRuleName),
    paths: pathsOf(pdcSides(holders), declared),
  }));
  return { rules, unknown: [...new Set([...unknown, ...unmeasured, ...silentNics])] };
}

export function safeMtuBytes(path: OverlayPath, innerVlan: boolean): number {
  return largestInnerMtuBytes(encapsulated(path, innerVlan));
}

export function encapsulated({ underlayMtuBytes, esp }: OverlayPath, innerVlan: boolean): EncapsulatedPath {
  return { underlayMtuBytes, esp, innerVlan };
}

function hasSilentNic({ facts }: Node): boolean {
  const interfaces = facts ? [adminInterface(facts), externalInterface(facts)] : [];
  return interfaces.some((one) => one !== null && one.mtuBytes === null);
}

function wantedMtuBytes({ node, rule }: HeldRule): number {
  const live = (node.facts?.overlays?.value ?? []).filter(
    ({ overlayRuleName }) => overlayRuleName === rule.name,
  );
  return Math.max(rule.mtuBytes, ...live.map(({ mtuBytes }) => mtuBytes ?? 0));
}

function rulesWithInnerVlan({ nodes, networks }: Situation): Set<string | null> {
  const ofNodes = nodes.flatMap(({ facts }) => {
    const ruleByOverlay = new Map(
      facts?.overlays?.value.map(({ name, overlayRuleName }) => [name, overlayRuleName]),
    );
    const ofHost = (facts?.hostVnics?.value ?? []).map(({ over, vlanId }) => ({
      overlayRuleName: ruleByOverlay.get(over) ?? null,
      vlanId,
    }));
    return [...ofHost, ...(facts?.vmVnics?.value ?? [])];
  });
  const tagged = [...ofNodes, ...networks].filter(({ vlanId }) => vlanId > 0);
  return new Set(tagged.map(({ overlayRuleName }) => overlayRuleName));
}

function pdcSides(holders: readonly HeldRule[]): PdcSide[] {
  const named = holders.filter(({ node }) => (node.facts?.identity?.value.pdcName ?? "").trim() !== "");
  return [...groupBy(named, ({ node }) => node.facts?.identity?.value.pdcName ?? "")].map(
    ([pdcName, group]) => {
      const facts = group.flatMap(({ node }) => node.facts ?? []);
      return {
        pdcName,
        nodeCount: group.length,
        admin: smallest(facts, adminInterface),
        external: smallest(facts, externalInterface),
        transforms: transformsOf(facts),
      };
    },
  );
}

function smallest(facts: readonly NodeFacts[], interfaceOf: typeof adminInterface): Side | null {
  const sides = facts.flatMap((of): Side[] => {
    const mtuBytes = interfaceOf(of)?.mtuBytes;
    const observedAt = of.nics?.observedAt;
    return mtuBytes && observedAt ? [{ mtuBytes, observedAt }] : [];
  });
  return sides.reduce<Side | null>(
    (least, side) => (least && least.mtuBytes <= side.mtuBytes ? least : side),
    null,
  );
}

function transformsOf(facts: readonly NodeFacts[]): EspTransform[] {
  const rules = facts.flatMap(({ ipsec }) => ipsec?.value.policyRules ?? []);
  const transforms = rules
    .filter(({ action, protocol }) => action === "ipsec" && (protocol === null || protocol === "udp"))
    .map((rule) => espTransformOfPolicy(rule.encryptionAlgorithm, rule.authenticationAlgorithm))
    .filter((transform) => transform !== null);
  return [...new Map(transforms.map((transform) => [transform.name, transform])).values()];
}

function pathsOf(sides: readonly PdcSide[], declared: ReadonlyMap<string, PathMtu>): OverlayPath[] {
  const inside = sides.flatMap((side) => (side.nodeCount > 1 ? (pathInside(side, declared) ?? []) : []));
  const between = sides.flatMap((a, index) =>
    sides.slice(index + 1).flatMap((b) => pathBetween(a, b, declared) ?? []),
  );
  return [...inside, ...between];
}

function pathInside({ pdcName, admin }: PdcSide, declared: ReadonlyMap<string, PathMtu>): OverlayPath | null {
  const known = declared.get(pairKey("pdcs", [pdcName, pdcName]));
  const side = known ?? admin;
  if (!side) return null;
  const { mtuBytes, observedAt } = side;
  const source = known?.source ?? "assumed";
  return { pdcNames: [pdcName], underlayMtuBytes: mtuBytes, source, observedAt, esp: null };
}

function pathBetween(a: PdcSide, b: PdcSide, declared: ReadonlyMap<string, PathMtu>): OverlayPath | null {
  const known = declared.get(pairKey("pdcs", [a.pdcName, b.pdcName]));
  const nic =
    a.external && b.external && (a.external.mtuBytes <= b.external.mtuBytes ? a.external : b.external);
  const side = known ?? nic;
  if (!side) return null;
  const path = {
    pdcNames: [a.pdcName, b.pdcName],
    underlayMtuBytes: side.mtuBytes,
    source: known?.source ?? ("assumed" as const),
    observedAt: side.observedAt,
  };
  const transforms = [...a.transforms, ...b.transforms];
  const candidates = (transforms.length > 0 ? transforms : [DANUBE_ESP]).map((esp) => ({ ...path, esp }));
  return candidates.toSorted((x, y) => safeMtuBytes(x, false) - safeMtuBytes(y, false))[0] ?? null;
}
