/** "VMs db-1, db-2 and 4 more"; `names` may be fewer than there are. */
export function vmsInWords(names: readonly string[], vmCount: number): string {
  const more = vmCount - names.length;
  if (names.length === 0) return vmCount === 1 ? "1 VM" : `${vmCount} VMs`;
  const noun = vmCount === 1 ? "VM" : "VMs";
  if (more > 0) return `${noun} ${names.join(", ")} and ${more} more`;
  const [last, ...others] = names.toReversed();
  return others.length === 0 ? `${noun} ${last}` : `${noun} ${others.toReversed().join(", ")} and ${last}`;
}
