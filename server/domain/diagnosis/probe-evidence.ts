import { externalAddressesOf } from "../mesh/ipsec-association.ts";
import { protectsProbes } from "../mesh/ipsec-policy.ts";
import type { LinkContext, LinkEnds } from "../mesh/link-context.ts";
import { answeredProbe } from "../mesh/traffic-check.ts";
import { type DiagnosisStep, seenIn, type StepCode } from "./step.ts";

/** What a probe that takes the way of the frames speaks against. */
const IPSEC_CODES: readonly StepCode[] = ["ipsec-policy", "ipsec-key", "ike", "esp"];
/** What any answered probe speaks against. */
const WAY_CODES: readonly StepCode[] = ["default-route"];
/** What a probe does not come by. */
const FRAME_CODES: readonly StepCode[] = ["rule", "ports", "arp", ...IPSEC_CODES];

/**
 * Weighs an answered probe against what failed: where it took the same way, packets do pass; else it is said beside the cause
 * that the nodes reach each other, and why that does not show that frames pass.
 */
export function weighedByProbe(
  steps: readonly DiagnosisStep[],
  ends: LinkEnds,
  context: LinkContext,
): DiagnosisStep[] {
  const answer = answeredProbe(ends, context);
  if (!answer) return [...steps];
  const takesIpsec = ends.kind === "ipsecLink" && isProtected(ends);
  const stops = ({ outcome, weight }: DiagnosisStep) => outcome === "fail" && weight === "stops";
  const first = steps.find((each) => stops(each) && FRAME_CODES.includes(each.code));
  return steps.map((each) => {
    if (!stops(each)) return each;
    const isRefuted = WAY_CODES.includes(each.code) || (takesIpsec && IPSEC_CODES.includes(each.code));
    if (isRefuted) {
      const why = `${answer.sentence} So packets pass all the same, for now.`;
      return { ...each, weight: "impairs", seen: [...each.seen, seenIn(why, answer.observedAt)] };
    }
    if (each !== first) return each;
    const past = IPSEC_CODES.includes(each.code)
      ? "the policy is about UDP alone, so probes go past IPsec"
      : "probes go past the overlay";
    const why = `${answer.sentence} That shows that the nodes reach each other, and not that frames pass: ${past}.`;
    return { ...each, seen: [...each.seen, seenIn(why, answer.observedAt)] };
  });
}

function isProtected({ nodes }: LinkEnds): boolean {
  const addresses = externalAddressesOf(nodes);
  return nodes.some(({ facts }, end) => {
    const [own, peer] = end === 0 ? [addresses?.[0], addresses?.[1]] : [addresses?.[1], addresses?.[0]];
    return (
      own !== undefined &&
      peer !== undefined &&
      facts?.ipsec != null &&
      protectsProbes(facts.ipsec.value, { ownAddress: own, peerAddress: peer })
    );
  });
}
