import { isSameEntry } from "../arp-table/differences.ts";
import { peerAddressOf, peerPortOf } from "../arp-table/peer-address.ts";
import { liveOverlaysOf, overlayRuleOf } from "../arp-table/vnic-claims.ts";
import type { ArpEntry, Overlay, VmVnic } from "../facts.ts";
import type { Node } from "../node.ts";

export type ArpVerdict =
  | "as-wanted"
  | "missing"
  | "stale"
  | "wrong-port"
  | "wrong-inner-address"
  | "colliding"
  | "unknown";

/** What one of the two says: the file that the rule names, or the one that the live overlay reads. */
export type ArpLayer = {
  layer: "file" | "live";
  path: string | null;
  held: ArpEntry | null;
  verdict: ArpVerdict;
  /** Why, where the verdict alone does not tell. */
  note: string | null;
};

/** Whether a node's table sends frames for a vNIC of another node to the right place. */
export type ArpAgreement = {
  /** Whose table. */
  nodeId: string;
  hostname: string;
  /** Of the vNIC that frames are for. */
  macAddress: string;
  vmAlias: string;
  /** null: where frames should go cannot be told. */
  wanted: ArpEntry | null;
  layers: [ArpLayer, ArpLayer];
  observedAt: Date | null;
  isStale: boolean;
};

type Freshness = { now: Date; staleAfterSeconds: number };

/** `vnic` is on an overlay of `peer`; `node` is another node. */
export function arpAgreementOf(node: Node, peer: Node, vnic: VmVnic, freshness: Freshness): ArpAgreement {
  const ruleName = vnic.overlayRuleName ?? "";
  const wantedOrWhy = wantedEntry(node, peer, vnic, ruleName);
  const wanted = typeof wantedOrWhy === "string" ? null : wantedOrWhy;
  const overlay = overlayOn(node, ruleName, vnic.vxlanId);
  const observedAt = node.facts?.arpTables?.observedAt ?? null;
  const layerOf = (layer: ArpLayer["layer"], path: string | null, absent: string): ArpLayer => {
    if (path === null) return { layer, path, held: null, verdict: "unknown", note: absent };
    return { layer, path, ...judged(node, path, vnic.macAddress, wantedOrWhy) };
  };
  const { now, staleAfterSeconds } = freshness;
  return {
    nodeId: node.id,
    hostname: node.hostname,
    macAddress: vnic.macAddress,
    vmAlias: vnic.vmAlias || vnic.vmUuid,
    wanted,
    layers: [
      layerOf(
        "file",
        overlayRuleOf(node, ruleName)?.arpFilePath ?? null,
        node.facts?.overlayRules ? "The rule names no file here." : "The rules here are not known.",
      ),
      layerOf(
        "live",
        overlay?.arpFilePath ?? null,
        overlay ? "Which file the live overlay reads is not known." : "The overlay is not live here.",
      ),
    ],
    observedAt,
    isStale: observedAt === null || now.getTime() - observedAt.getTime() > staleAfterSeconds * 1000,
  };
}

/** null: not live there, or not known. */
export function overlayOn(node: Node, ruleName: string, vxlanId: number | null): Overlay | null {
  return liveOverlaysOf(node, ruleName).find((overlay) => overlay.vxlanId === vxlanId) ?? null;
}

/** A sentence says why it cannot be told. */
function wantedEntry(node: Node, peer: Node, vnic: VmVnic, ruleName: string): ArpEntry | string {
  const overlay = overlayOn(peer, ruleName, vnic.vxlanId);
  const peerAddress = peerAddressOf(node, peer, ruleName, overlay);
  if (peerAddress.address === null) return peerAddress.problem;
  return {
    macAddress: vnic.macAddress,
    arpAddress: vnic.addresses[0]?.ipv4Address ?? null,
    peerAddress: peerAddress.address,
    port: peerPortOf(peer, ruleName, overlay),
  };
}

function judged(
  node: Node,
  path: string,
  macAddress: string,
  wanted: ArpEntry | string,
): Pick<ArpLayer, "held" | "verdict" | "note"> {
  const table = node.facts?.arpTables?.value.find((each) => each.path === path);
  if (!table) return { held: null, verdict: "unknown", note: "The file was not read." };
  // The node takes the last of several entries for one MAC.
  const held = table.entries.findLast((entry) => entry.macAddress === macAddress) ?? null;
  if (typeof wanted === "string") return { held, verdict: "unknown", note: wanted };
  if (!held) return { held, verdict: "missing", note: table.problems[0] ?? null };
  const rival = table.entries.find(
    (entry) =>
      entry.macAddress !== macAddress && wanted.arpAddress !== null && entry.arpAddress === wanted.arpAddress,
  );
  if (rival) {
    const note = `${wanted.arpAddress} is also answered for ${rival.macAddress}, and only one of them is found.`;
    return { held, verdict: "colliding", note };
  }
  if (isSameEntry(wanted, held)) return { held, verdict: "as-wanted", note: null };
  if (held.peerAddress !== wanted.peerAddress) return { held, verdict: "stale", note: null };
  return { held, verdict: held.port === wanted.port ? "wrong-inner-address" : "wrong-port", note: null };
}
