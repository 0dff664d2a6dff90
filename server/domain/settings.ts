/** Limits and exceptions the installation was started with. */
export type Settings = {
  /** Facts older than this make a node and its links stale. */
  staleAfterSeconds: number;
  /** 0: no refresh by schedule. */
  refreshIntervalSeconds: number;
  /** How long a freed VXLAN id rests before it is given out again. */
  vxlanRestSeconds: number;
  /** CIDRs that count as public although they are not (laboratories and the demo). */
  publicAddressExceptions: string[];
  /** CIDRs of either family where nodes and jump hosts may be although such addresses are refused. Absent: none. */
  nodeAddressExceptions?: string[];
  /** True when the compute nodes are the demo's stand-ins. */
  isDemoFleet: boolean;
};

/** Facts from before are stale. */
export function staleBefore({ staleAfterSeconds }: Pick<Settings, "staleAfterSeconds">, now: Date): Date {
  return new Date(now.getTime() - staleAfterSeconds * 1000);
}
