import type { Delegation, Segment } from "../../delegation.ts";
import type { IdRange } from "../../id-range.ts";
import type { MisfitAddresses, RuleOfNetwork, SafeMtu, TagOfNetwork } from "../../network/context.ts";
import type { NetworkValues } from "../../network/draft.ts";

/** A network by what stands in others' way; `vdcId` null: of a vDC that the file has nothing to do with. */
export type NetworkUse = Segment & { vdcId: string | null; isVxlanShared: boolean; subnet: string };

export type KnownNetwork = NetworkValues & { id: string };

/** A vDC that rows of the file name, and what of others stands in its way. */
export type VdcSituation = {
  vdcId: string;
  vdcName: string;
  delegation: Delegation;
  networks: readonly KnownNetwork[];
  networkIdsUsedByVms: ReadonlySet<string>;
  /** Listed addresses that the file leaves without a place, by network; those with none are absent. */
  misfitsByNetworkId: ReadonlyMap<string, MisfitAddresses>;
  /** Delegated to other vDCs. */
  foreignVxlanIds: { exclusive: readonly IdRange[]; shared: readonly IdRange[] };
  foreignVlanIdsByTag: ReadonlyMap<string, readonly IdRange[]>;
};

/** Everything the rows of a file are judged against, at one moment. */
export type NetworkSituation = {
  vdcs: readonly VdcSituation[];
  overlayRules: readonly RuleOfNetwork[];
  nicTags: readonly TagOfNetwork[];
  safeMtuByRuleName: ReadonlyMap<string, SafeMtu | null>;
  /** Networks of other vDCs with the VXLAN ids and NIC tags of the file, or on rules that want every address once. */
  otherUses: readonly NetworkUse[];
  /** Of the VXLAN ids that the file names. */
  restingVxlanIds: ReadonlySet<number>;
  /** All ids that are in use or rest; null when the file asks for no next free one. */
  takenVxlanIds: readonly IdRange[] | null;
};
