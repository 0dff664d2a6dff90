import type { FleetNodeState } from "./node-state.ts";
import { ipsecPeers } from "./peers.ts";
import type { FleetNodes } from "./peers.ts";

/** The clear-text guard: VXLAN never leaves or enters the external vNIC outside ESP. */
export function guardRules(node: FleetNodeState): string[] {
  const guarded = node.overlayRules.filter(({ name }) => !node.trouble.missingGuardFor.includes(name));
  return guarded.flatMap(({ listenPort }) =>
    ["in", "out"].map(
      (direction) =>
        `block ${direction} log quick on external0 proto udp from any to any port = ${listenPort}`,
    ),
  );
}

export function peerRules(fleet: FleetNodes, node: FleetNodeState): string[] {
  return ipsecPeers(fleet, node).map(
    ({ local, remote }) => `pass in quick on external0 from ${remote}/32 to ${local}/32 keep state`,
  );
}
