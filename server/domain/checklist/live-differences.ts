import type { Overlay, OverlayRule } from "../facts.ts";

/** Live overlays of one node that run with another port or MTU than their rule has now. */
export function liveDifferences(
  overlays: readonly Overlay[],
  rules: readonly OverlayRule[],
): { ruleName: string; overlayName: string; told: string }[] {
  const ruleByName = new Map(rules.map((rule) => [rule.name, rule]));
  return overlays.flatMap((overlay) => {
    const rule = ruleByName.get(overlay.overlayRuleName ?? "");
    const isPortOther = rule && overlay.listenPort !== null && overlay.listenPort !== rule.listenPort;
    const isMtuOther = rule && overlay.mtuBytes !== null && overlay.mtuBytes !== rule.mtuBytes;
    if (!rule || (!isPortOther && !isMtuOther)) return [];
    const told = [
      ...(isPortOther ? [`port ${overlay.listenPort} instead of ${rule.listenPort}`] : []),
      ...(isMtuOther ? [`MTU ${overlay.mtuBytes} instead of ${rule.mtuBytes}`] : []),
    ].join(" and ");
    return { ruleName: rule.name, overlayName: overlay.name, told };
  });
}
