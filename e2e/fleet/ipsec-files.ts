import type { FleetNodeState, FleetTransform } from "./node-state.ts";
import { ipsecPeers, presharedKey, transformFor } from "./peers.ts";
import type { FleetNodes } from "./peers.ts";

const PROPERTIES: Record<FleetTransform, string> = {
  "aes sha512": "encr_algs aes encr_auth_algs sha512 sa shared",
  "aes(256) sha512": "encr_algs aes(256) encr_auth_algs sha512 sa shared",
  // A combined-mode cipher with an authentication algorithm beside it is refused by ipsecconf.
  "aes-gcm": "encr_algs aes-gcm(128) sa shared",
};

export function ipsecPolicy(fleet: FleetNodes, node: FleetNodeState): string {
  const rules = ipsecPeers(fleet, node).map(({ peer, local, remote }) => {
    const properties = PROPERTIES[transformFor(node, peer)];
    return `{ ulp udp laddr ${local} raddr ${remote} } ipsec {${properties} }\n`;
  });
  return `# ${node.name}: UDP to other physical data centers goes encrypted\n${rules.join("")}`;
}

const IKE_GLOBALS = `#p2_idletime_secs 60
p1_lifetime_secs 900
p2_lifetime_secs 300
p2_softlife_secs 150
p1_xform
  { auth_method preshared oakley_group 5 auth_alg sha256 encr_alg aes }
p2_pfs 2
`;

export function ikeConfig(fleet: FleetNodes, node: FleetNodeState): string {
  const rules = ipsecPeers(fleet, node).map(({ peer, local, remote }) => {
    const label = [node.name, peer.name].toSorted().join("-");
    const transform = "p1_xform { auth_method preshared oakley_group 5 auth_alg sha256 encr_alg aes }";
    return `  { label "${label}" local_addr ${local} remote_addr ${remote} ${transform} p2_pfs 5 }\n`;
  });
  return `${IKE_GLOBALS}${rules.join("")}`;
}

/** The quoted form, as Danube Cloud writes it: 256 bytes of text, not 128 of binary. */
export function ikePreshared(fleet: FleetNodes, node: FleetNodeState): string {
  const entries = ipsecPeers(fleet, node).flatMap(({ peer, local, remote }) => {
    const key = presharedKey(node, peer);
    const lines = [
      `localidtype IP`,
      `localid ${local}`,
      `remoteidtype IP`,
      `remoteid ${remote}`,
      `key "${key}"`,
    ];
    return key === null ? [] : [`{\n    ${lines.join("\n    ")}\n}\n`];
  });
  return entries.join("");
}
