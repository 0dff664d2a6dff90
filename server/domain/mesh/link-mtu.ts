import { liveOverlaysOf, overlayRuleOf, vnicClaimsOf } from "../arp-table/vnic-claims.ts";
import { DANUBE_ESP, type EspTransform, espTransformOfPolicy } from "../esp.ts";
import {
  type Encapsulation,
  type Fragment,
  fragmentsOf,
  largestInnerMtuBytes,
  outerBytes,
  OVERLAY_MTU_BYTES_MAX,
} from "../mtu.ts";
import { adminInterface, externalInterface } from "../node.ts";
import { pdcPairIdOfNames } from "../pdc.ts";
import { type Check, checkOf, type Finding, oldest } from "./check.ts";
import { policiesOf } from "./ipsec-check.ts";
import type { LinkContext, LinkEnds, MeasuredMtu, PathMtu } from "./link-context.ts";

type KnownPathMtu = {
  pathMtuBytes: number;
  pathMtuSource: PathMtu["source"] | "assumed";
  pathMtuObservedAt: Date | null;
  /** Where it is declared: what was measured, when that is something else. */
  pathMtuMeasured: MeasuredMtu | null;
};

/** One rule's full frames on one link. With `encapsulation` and `ruleMtuBytes` the ledger can be computed. */
export type RuleMtu = KnownPathMtu & {
  overlayRuleName: string;
  /** The larger of both ends, of live overlays before rules. */
  ruleMtuBytes: number;
  encapsulation: Encapsulation;
  /** `assumed`: the ends' policies do not tell the transform, so Danube's is taken. */
  espSource: "none" | "policy" | "assumed";
  innerMtuBytesMaxUntagged: number;
  innerMtuBytesMaxTagged: number;
  /** Largest inner packet that crosses unfragmented, with a tag if any vNIC of the rule uses one, within an overlay's limit. */
  effectiveMtuBytes: number;
  outerBytes: number;
  /** Of a full packet; empty when it crosses whole. */
  fragments: Fragment[];
};

/** How an overlay's packet is wrapped on such a link. */
export function encapsulationOf({ esp }: Pick<LinkAllowance, "esp">, innerVlan: boolean): Encapsulation {
  return { esp, mode: "transport", outer: "ipv4", natTraversal: false, innerVlan };
}

/** What one link allows, whatever the rule's own MTU and vNICs. */
export type LinkAllowance = KnownPathMtu &
  Pick<RuleMtu, "espSource"> & {
    esp: EspTransform | null;
    innerMtuBytesMaxUntagged: number;
    innerMtuBytesMaxTagged: number;
  };

/** null as for `ruleMtuOf`. */
export function linkAllowanceOf(
  ends: LinkEnds,
  overlayRuleName: string,
  context: Pick<LinkContext, "pathMtuByPdcPairId">,
): LinkAllowance | null {
  const path = pathMtuOf(ends, context);
  if (ends.kind === "unknown" || !path || ruleMtuBytesOf(ends, overlayRuleName) === null) return null;
  const { esp, espSource } = espOf(ends);
  const innerMtuBytesMax = (innerVlan: boolean) =>
    largestInnerMtuBytes({ ...encapsulationOf({ esp }, innerVlan), underlayMtuBytes: path.pathMtuBytes });
  return {
    ...path,
    esp,
    espSource,
    innerMtuBytesMaxUntagged: innerMtuBytesMax(false),
    innerMtuBytesMaxTagged: innerMtuBytesMax(true),
  };
}

/** null: the path MTU or the rule's is not known. */
export function ruleMtuOf(ends: LinkEnds, overlayRuleName: string, context: LinkContext): RuleMtu | null {
  const allowance = linkAllowanceOf(ends, overlayRuleName, context);
  const ruleMtuBytes = ruleMtuBytesOf(ends, overlayRuleName);
  if (!allowance || ruleMtuBytes === null) return null;
  const { esp, ...path } = allowance;
  const innerVlan = ends.nodes.some((node) =>
    vnicClaimsOf(node, overlayRuleName).claims.some(({ vlanId }) => vlanId !== 0),
  );
  const encapsulation = encapsulationOf({ esp }, innerVlan);
  const { innerMtuBytesMaxTagged, innerMtuBytesMaxUntagged } = path;
  const innerMtuBytesMax = innerVlan ? innerMtuBytesMaxTagged : innerMtuBytesMaxUntagged;
  return {
    ...path,
    overlayRuleName,
    ruleMtuBytes,
    encapsulation,
    effectiveMtuBytes: Math.min(innerMtuBytesMax, OVERLAY_MTU_BYTES_MAX),
    outerBytes: outerBytes(encapsulation, ruleMtuBytes),
    fragments: fragmentsOf({ ...encapsulation, underlayMtuBytes: path.pathMtuBytes }, ruleMtuBytes),
  };
}

export function mtuCheck(ends: LinkEnds, ruleMtus: readonly RuleMtu[]): Check {
  const observedAt = oldest(ruleMtus.map(({ pathMtuObservedAt }) => pathMtuObservedAt));
  const findings = ends.overlayRuleNames.map((name): Finding => {
    const rule = ruleMtus.find(({ overlayRuleName }) => overlayRuleName === name);
    if (!rule) return { outcome: "unknown", sentence: `The MTU of ${name} or of the path is not known.` };
    const { ruleMtuBytes, pathMtuBytes, pathMtuSource, fragments } = rule;
    const { pathMtuMeasured } = rule;
    const against = pathMtuMeasured ? `, though ${pathMtuMeasured.mtuBytes} were measured` : "";
    const path = `the ${pathMtuBytes}-byte path (${pathMtuSource}${against})`;
    if (fragments.length === 0) {
      return {
        outcome: "pass",
        sentence: `Full frames of ${name} (MTU ${ruleMtuBytes}) cross ${path} whole.`,
      };
    }
    const sentence =
      `Full frames of ${name} (MTU ${ruleMtuBytes}) need ${rule.outerBytes} bytes and cross ${path} ` +
      `in ${fragments.length} fragments; ${rule.effectiveMtuBytes} would fit.`;
    return { outcome: "fail", sentence };
  });
  const none: Finding = {
    outcome: "unknown",
    sentence: "No shared overlay rule is known, so no MTU can be judged.",
  };
  return checkOf(
    "mtu",
    "Full frames cross unfragmented",
    observedAt,
    findings.length > 0 ? findings : [none],
  );
}

/** Declared or measured for the PDC pair; else the smaller MTU of the NICs under both ends' addresses, as an assumption. */
function pathMtuOf(
  { kind, nodes }: LinkEnds,
  { pathMtuByPdcPairId }: Pick<LinkContext, "pathMtuByPdcPairId">,
): KnownPathMtu | null {
  const [nameA = "", nameB = ""] = nodes.map(({ facts }) => facts?.identity?.value.pdcName);
  const known = pathMtuByPdcPairId.get(pdcPairIdOfNames(nameA, nameB));
  if (known) {
    const { mtuBytes, source, observedAt, measured = null } = known;
    return {
      pathMtuBytes: mtuBytes,
      pathMtuSource: source,
      pathMtuObservedAt: observedAt,
      pathMtuMeasured: measured?.mtuBytes === mtuBytes ? null : measured,
    };
  }
  const [a, b] = nodes.map(({ facts }) => {
    const source = facts && (kind === "adminLink" ? adminInterface(facts) : externalInterface(facts));
    return source?.mtuBytes ?? null;
  });
  if (typeof a !== "number" || typeof b !== "number") return null;
  const pathMtuObservedAt = oldest(
    nodes.flatMap(({ facts }) => [facts?.nics?.observedAt, facts?.hostVnics?.observedAt]),
  );
  const pathMtuBytes = Math.min(a, b);
  return { pathMtuBytes, pathMtuSource: "assumed", pathMtuObservedAt, pathMtuMeasured: null };
}

function ruleMtuBytesOf({ nodes }: LinkEnds, overlayRuleName: string): number | null {
  const mtus = nodes.flatMap((node) => {
    const live = liveOverlaysOf(node, overlayRuleName).flatMap(({ mtuBytes }) => mtuBytes ?? []);
    return live.length > 0 ? live : (overlayRuleOf(node, overlayRuleName)?.mtuBytes ?? []);
  });
  return mtus.length > 0 ? Math.max(...mtus) : null;
}

function espOf(ends: LinkEnds): { esp: EspTransform | null; espSource: RuleMtu["espSource"] } {
  if (ends.kind !== "ipsecLink") return { esp: null, espSource: "none" };
  const [a, b] = (policiesOf(ends) ?? []).map(
    ({ rule }) => rule && espTransformOfPolicy(rule.encryptionAlgorithm, rule.authenticationAlgorithm),
  );
  return a && b && a.name === b.name
    ? { esp: a, espSource: "policy" }
    : { esp: DANUBE_ESP, espSource: "assumed" };
}
