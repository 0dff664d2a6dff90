import { overlayRuleOf } from "../arp-table/vnic-claims.ts";
import type { Overlay, OverlayRule } from "../facts.ts";
import type { HealthState } from "../health.ts";
import { isStale } from "../node.ts";
import { pdcOf } from "../pdc.ts";
import { overlayOn } from "./arp-agreement.ts";
import type { OverlayHop } from "./path-hop.ts";
import type { PathPlace } from "./path-place.ts";
import type { PathReason } from "./path-reason.ts";
import { overlayStatusSentence, statusMeans } from "../overlay.ts";

export type SegmentOnNode = { overlayRuleName: string; vxlanId: number; vlanId: number };
type Judged = { state: HealthState; reasons: PathReason[] };

/** The overlay that wraps the segment's frames on the place's node, and what is wrong with it there. */
export function overlayHopOf(
  { node, vnic }: PathPlace,
  segment: SegmentOnNode,
  { now, staleAfterSeconds }: { now: Date; staleAfterSeconds: number },
): { hop: OverlayHop; reasons: PathReason[] } {
  const { overlayRuleName, vxlanId, vlanId } = segment;
  const name = `${overlayRuleName}${vxlanId}`;
  const rule = overlayRuleOf(node, overlayRuleName);
  const overlay = overlayOn(node, overlayRuleName, vxlanId);
  const port = overlay?.listenPort ?? rule?.listenPort ?? null;
  const judged = judge(node, { name, rule, overlay, hasVnic: vnic !== null });
  const isOld = isStale(node, staleAfterSeconds, now);
  const hop: OverlayHop = {
    kind: "overlay",
    title: `${name} on ${node.hostname}`,
    sentence:
      `Rule ${overlayRuleName} with VXLAN ${vxlanId} wraps them${vlanId === 0 ? "" : `, VLAN ${vlanId} inside`}` +
      `${port === null ? "" : `; it listens on UDP port ${port}`}.`,
    nodeId: node.id,
    hostname: node.hostname,
    pdcLabel: pdcOf(node).label,
    overlayRuleName,
    vxlanId,
    vlanId,
    mtuBytes: overlay?.mtuBytes ?? rule?.mtuBytes ?? null,
    state: isOld && node.facts ? "stale" : judged.state,
    observedAt: node.facts?.overlays?.observedAt ?? null,
  };
  return { hop, reasons: judged.reasons };
}

type Subject = { name: string; rule: OverlayRule | null; overlay: Overlay | null; hasVnic: boolean };

function judge({ hostname, facts }: PathPlace["node"], { name, rule, overlay, hasVnic }: Subject): Judged {
  if (!facts?.overlayRules || !facts.overlays) {
    const sentence = `The overlays of ${hostname} are not known.`;
    return {
      state: "unknown",
      reasons: [reason("unknown", sentence, "An overlay on the way is not known.")],
    };
  }
  const ruleMissing = `The overlay rule of ${name} is missing on ${hostname}`;
  if (!overlay) {
    if (!rule) {
      const plain = "The overlay rule is missing where one of the ends is.";
      return { state: "down", reasons: [reason("blocked", `${ruleMissing}.`, plain)] };
    }
    if (!hasVnic) {
      const sentence = `${name} is not live on ${hostname}: nothing there uses it yet. It appears when first needed.`;
      return { state: "unknown", reasons: [reason("unknown", sentence, null)] };
    }
    const sentence = `${name} is not live on ${hostname}, so nothing is sent or taken there; its VM may be stopped.`;
    const plain = "The overlay is not live where one of the ends is; its VM may be stopped.";
    return { state: "down", reasons: [reason("blocked", sentence, plain)] };
  }
  const ofRule = rule
    ? []
    : [
        reason(
          "impaired",
          `${ruleMissing}, although the overlay lives: it will not come back after a restart.`,
          "The overlay lives, but its rule is missing where one of the ends is.",
        ),
      ];
  if (overlay.status === "online") return { state: rule ? "up" : "degraded", reasons: ofRule };
  const isDegraded = overlay.status === "degraded";
  const sentence = overlayStatusSentence({ ...overlay, name }, hostname);
  const plain = `The overlay is ${overlay.status} where one of the ends is${statusMeans(overlay)}.`;
  return {
    state: isDegraded ? "down" : "unknown",
    reasons: [reason(isDegraded ? "blocked" : "unknown", sentence, plain), ...ofRule],
  };
}

function reason(outcome: PathReason["outcome"], sentence: string, plainSentence: string | null): PathReason {
  return { outcome, sentence, plainSentence };
}
