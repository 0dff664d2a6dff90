/** A VM on a network; `vdcIds`: whose it may be, by what is known. */
export type VmOfNetwork = { vmUuid: string; vmName: string; vdcIds: readonly string[] };

/** Those there is evidence for that they belong to the vDC. */
export function vmsOfVdc(vms: readonly VmOfNetwork[], vdcId: string): VmOfNetwork[] {
  return vms.filter(({ vdcIds }) => vdcIds.includes(vdcId));
}

/** Those that could be anybody's. */
export function vmsOfNobody(vms: readonly VmOfNetwork[]): VmOfNetwork[] {
  return vms.filter(({ vdcIds }) => vdcIds.length === 0);
}
