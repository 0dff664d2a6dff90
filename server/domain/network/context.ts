import type { Delegation, NamedRule } from "../delegation.ts";
import type { Violation } from "../errors.ts";
import type { NicTagType } from "../facts.ts";
import type { IdRange } from "../id-range.ts";
import type { NetworkValues } from "./draft.ts";

export type RuleOfNetwork = NamedRule & { mtuBytes: number; addressScope: "segment" | "rule" };
export type TagOfNetwork = { name: string; type: Exclude<NicTagType, "overlay rule"> };

/** Largest inner MTU that every link of the rule carries unfragmented, without and with an inner VLAN tag. */
export type SafeMtu = { untaggedBytes: number; taggedBytes: number };

/** Ids that others hold or that rest. Where they come from is never told: all are "not available". */
export type HeldIds = {
  /** The VXLAN ids that were looked up; of any other nothing is known here, so none other is chosen. */
  lookedAtVxlanIds: readonly IdRange[];
  /** By another vDC's network or delegation, for itself. */
  exclusiveVxlanIds: readonly IdRange[];
  /** By other vDCs that share them. */
  sharedVxlanIds: readonly IdRange[];
  restingVxlanIds: readonly IdRange[];
  /** Used by any network of the cloud, own ones included. */
  usedVxlanIds: readonly IdRange[];
  /** Used on another overlay rule than the chosen one, by any other network of the cloud. */
  otherRuleVxlanIds: readonly IdRange[];
  /** VLANs of the chosen VXLAN or NIC tag that other vDCs hold. */
  vlanIds: readonly IdRange[];
};

/** `outside` names the first few of `outsideCount` that no subnet address, or only its network or broadcast address, would be. */
export type MisfitAddresses = { outside: readonly string[]; outsideCount: number; isGatewayListed: boolean };

/** Everything a draft is judged against. Lists leave out the network that is being changed. */
export type NetworkContext = {
  delegation: Delegation;
  overlayRules: readonly RuleOfNetwork[];
  /** Tags nodes reported; a name with two types is listed once. */
  nicTags: readonly TagOfNetwork[];
  /** How many the vDC has, hidden ones included; counted for its limit alone, and no further than that. */
  networkCount: number;
  /**
   * Networks of the vDC but the changed one. Those with the draft's name, those whose subnets overlap its own and those in
   * its VXLAN or on its NIC tag are enough.
   */
  ownNetworks: readonly NetworkValues[];
  held: HeldIds;
  /** Another vDC's subnet overlaps on a rule that wants every address once. */
  isSubnetHeld: boolean;
  /** null: not known. */
  safeMtu: SafeMtu | null;
  /** Confirmed nodes, and how many of them have the chosen rule or tag. */
  nodes: { count: number; carryingCount: number };
  /** The network as it is; null when a new one is made. */
  current: (NetworkValues & { ownerName?: string | null }) | null;
  /** People of the vDC; asked for only when the draft names one. */
  memberNames?: readonly string[];
  isUsedByVms: boolean;
  /** Listed addresses that the draft's subnet or gateway leaves without a place. */
  misfits: MisfitAddresses;
};

/** Worth knowing, and the user may go on. */
export type Advice = Violation;
