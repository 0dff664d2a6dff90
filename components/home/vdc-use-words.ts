export type VdcUse = {
  networkCount: number;
  networkCountMax: number | null;
  isRestricted: boolean;
  delegatedVxlanCount: number;
  takenVxlanCount: number;
};

const NUMBER = new Intl.NumberFormat("en");

/** Ids that are neither used nor resting; null: not limited to ranges. */
export function freeVxlanCount({
  isRestricted,
  delegatedVxlanCount,
  takenVxlanCount,
}: VdcUse): number | null {
  return isRestricted ? Math.max(0, delegatedVxlanCount - takenVxlanCount) : null;
}

/** "3 of 10 networks, 7 of 20 VXLAN ids free". */
export function vdcUseWords(use: VdcUse): string {
  const limit = use.networkCountMax === null ? "" : ` of ${NUMBER.format(use.networkCountMax)}`;
  const free = freeVxlanCount(use);
  const ids =
    free === null
      ? "any free VXLAN id"
      : `${NUMBER.format(free)} of ${NUMBER.format(use.delegatedVxlanCount)} VXLAN ids free`;
  return `${NUMBER.format(use.networkCount)}${limit} networks, ${ids}`;
}
