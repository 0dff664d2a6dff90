import type { ArpIndex } from "../arp-table/wanted.ts";
import type { Ipv4Cidr } from "../ipv4.ts";
import type { Node } from "../node.ts";
import type { LinkKind } from "./link-kind.ts";

/** By probes that must not be fragmented. */
export type MeasuredMtu = { mtuBytes: number; observedAt: Date };

/** Path MTU between two PDCs, or inside one, that was declared or measured; the pair's order does not matter. */
export type PathMtu = {
  pdcNames: readonly [string, string];
  mtuBytes: number;
  source: "declared" | "measured";
  observedAt: Date;
  /** Of a declared path: what was measured beside it. */
  measured?: MeasuredMtu;
};

/** What a link is judged with besides its two nodes. */
export type LinkContext = {
  now: Date;
  staleAfterSeconds: number;
  publicAddressExceptions: readonly Ipv4Cidr[];
  pathMtuByPdcPairId: ReadonlyMap<string, PathMtu>;
  arpIndexByRule: ReadonlyMap<string, ArpIndex>;
};

/** The two ends in a fixed order, and the rules both have. */
export type LinkEnds = { kind: LinkKind; nodes: readonly [Node, Node]; overlayRuleNames: readonly string[] };
