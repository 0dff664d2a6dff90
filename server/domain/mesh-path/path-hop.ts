import type { HealthState } from "../health.ts";
import type { LinkKind } from "../mesh/link-kind.ts";
import type { LinkPath } from "../mesh/link-path.ts";
import type { PathNetwork } from "./path-place.ts";

type HopWords = {
  title: string;
  /** Why frames take this step. */
  sentence: string;
};

export type VnicHop = HopWords & {
  kind: "vnic";
  vmUuid: string;
  interfaceName: string;
  macAddress: string;
  ipv4Address: string | null;
  mtuBytes: number;
  isMtuSet: boolean;
  network: PathNetwork | null;
};

export type OverlayHop = HopWords & {
  kind: "overlay";
  nodeId: string;
  hostname: string;
  pdcLabel: string;
  overlayRuleName: string;
  vxlanId: number;
  vlanId: number;
  /** null: not known. */
  mtuBytes: number | null;
  state: HealthState;
  observedAt: Date | null;
};

export type NodeHop = HopWords & {
  kind: "node";
  nodeId: string;
  hostname: string;
  pdcLabel: string;
  state: HealthState;
  observedAt: Date | null;
};

export type LinkHop = HopWords & {
  kind: "link";
  linkId: string;
  linkKind: LinkKind;
  path: LinkPath;
  state: HealthState;
  stateSentence: string;
  isIdle: boolean;
  /** Where each end takes frames, in the order of the path. */
  ends: [LinkHopEnd, LinkHopEnd];
  observedAt: Date | null;
};

type LinkHopEnd = { hostname: string; pdcLabel: string; address: string | null; port: number | null };

export type PathHop = VnicHop | OverlayHop | NodeHop | LinkHop;
