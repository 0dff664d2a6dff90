import type { FactPartName } from "../../facts.ts";
import type { Ipv4Cidr } from "../../ipv4.ts";
import type { PathMtu } from "../../mesh/link-context.ts";
import type { Node } from "../../node.ts";
import type { Finding, Judgement } from "../../warning.ts";
import type { WarningCode } from "../catalogue.ts";
import type { IpsecPeers } from "../ipsec-ends.ts";
import type { NetworkFacts, PartFailure, Situation, VdcDelegation } from "../situation.ts";
import type { ArpBook } from "./arp-book.ts";
import type { ClaimedValues } from "./claimed-values.ts";
import type { Group } from "./group.ts";
import type { Member } from "./member.ts";
import type { Members } from "./members.ts";
import type { Groups, Table } from "./table.ts";
import type { Vdcs } from "./vdcs.ts";

/** What a rule may look at beside the thing it judges. Looking further than its rule says is not followed when it changes. */
export type Cloud = {
  readonly settings: Situation["settings"];
  readonly publicAddressExceptions: readonly Ipv4Cidr[];
  readonly now: Date;
  readonly members: Members;
  readonly arp: ArpBook;
  readonly vnicMacs: ClaimedValues;
  readonly vnicAddresses: ClaimedValues;
  group<T>(table: Table<T>, key: string): Group<T> | undefined;
  groups<T>(table: Table<T>): Groups<T>;
  member(id: string): Member | undefined;
  partFailures(nodeId: string): readonly PartFailure[];
  readonly vdcs: Vdcs;
  /** By name; but a whole vDC's in any order. */
  networksOf(kind: NetworkKey, key: string): readonly NetworkFacts[];
  pathMtu(pdcNames: readonly [string, string]): PathMtu | undefined;
  pathMtus(): Iterable<PathMtu>;
  /** Nodes that have told what the code's rule looks at. */
  knownCount(code: WarningCode): number;
  /** Made anew at each time of judging, when it is asked for. */
  ipsecPeers(): IpsecPeers;
  similarNames(pdcName: string): Iterable<string>;
  /** How many PDC names there are, and how many nodes have not told theirs. */
  readonly places: { named: number; unread: number };
};

/** Networks are found by what they sit on. */
export type NetworkKey = "rule" | "carrier" | "segment" | "vxlan" | "vdc";

/** Judges each node by itself; nothing but the node and what is said here may change the answer. */
export type NodeRule = {
  readonly codes: readonly WarningCode[];
  readonly per: "node";
  /** It holds only once there are several PDCs. */
  readonly looksAtPlaces?: boolean;
  /** When it is to be judged again although nothing was read. */
  dueAt?(node: Node, settings: Situation["settings"]): Date | null;
  /** Judged again when the end of one of its peers changes, or of any that it faces. Of a node without an end neither matters. */
  readonly looksAtEnds?: "peers" | "all";
  judge(member: Member, cloud: Cloud): Judgement;
};

/** Judges groups of nodes; the work is that of the groups which one node is in. */
export type GroupRule<T = unknown> = {
  readonly codes: readonly WarningCode[];
  readonly per: "group";
  readonly table: Table<T>;
  /** Judged again when a network of this key changes. */
  readonly looksAtNetworks?: NetworkKey;
  readonly looksAtPathMtus?: boolean;
  readonly looksAtDelegations?: boolean;
  /** Judged again, of all that networks sit on, when a node comes, leaves or tells its part. */
  readonly looksAtNodeCount?: boolean;
  /** The node has not told what the rule looks at. */
  isUnknown(node: Node): boolean;
  /** The group is empty where only networks speak of it. */
  judge(group: Group<T>, cloud: Cloud): Judgement;
};

/** Judges ARP tables, or MAC addresses in them, compared with what is wanted; or what several VM NICs of one rule have. */
export type KeyRule = {
  readonly codes: readonly WarningCode[];
  readonly per: "arp-table" | "arp-mac" | "vnic-mac" | "vnic-address";
  isUnknown(node: Node): boolean;
  judge(key: string, cloud: Cloud): Finding[];
};

/** Judges what one vDC was delegated and what it holds; none of it comes from nodes. */
export type VdcRule = {
  readonly codes: readonly WarningCode[];
  readonly per: "vdc";
  judge(vdc: VdcDelegation, cloud: Cloud): Finding[];
};

/** Judges what vDCs were delegated beside each other. */
export type DelegationsRule = {
  readonly codes: readonly WarningCode[];
  readonly per: "delegations";
  judge(cloud: Cloud): Finding[];
};

export type WarningRule = NodeRule | GroupRule | KeyRule | VdcRule | DelegationsRule;

export function groupRule<T>(rule: Omit<GroupRule<T>, "per">): GroupRule<T> {
  return { per: "group", ...rule };
}

/** One of the parts was never read. */
export function lacks(...parts: FactPartName[]): (node: Node) => boolean {
  return ({ facts }) => parts.some((part) => !facts?.[part]);
}
