import type { FleetOverlay, FleetOverlayRule } from "./node-state.ts";

/** `dladm create-overlay` options as Danube Cloud writes them. */
export function overlayRuleText(rule: FleetOverlayRule): string {
  return [
    "-e vxlan",
    `-p vxlan/listen_ip=${rule.listenAddress}`,
    `-p vxlan/listen_port=${rule.listenPort}`,
    "-s files",
    `-p files/config=${rule.arpFilePath}`,
    `-p mtu=${rule.mtuBytes}`,
  ].join(" ");
}

export function overlayLink(overlay: Pick<FleetOverlay, "ruleName" | "vxlanId">): string {
  return `${overlay.ruleName}${overlay.vxlanId}`;
}
