import type { AddressEntry, NodeUse, VmUse } from "./entry.ts";
import type { AddressUsage } from "./draft.ts";

type Numbered<T> = T & { address: string; number: number };

/** One entry an address, in the addresses' order. */
export function mergeEntries(
  listed: readonly Numbered<{ usage: AddressUsage; note: string }>[],
  vms: readonly Numbered<VmUse>[],
  nodes: readonly Numbered<NodeUse>[],
): AddressEntry[] {
  type Growing = {
    address: string;
    usage: AddressUsage | null;
    note: string;
    vms: VmUse[];
    nodes: NodeUse[];
  };
  const byNumber = new Map<number, Growing>();
  const entryOf = (number: number, address: string): Growing => {
    const known = byNumber.get(number);
    if (known) return known;
    const entry: Growing = { address, usage: null, note: "", vms: [], nodes: [] };
    byNumber.set(number, entry);
    return entry;
  };
  for (const { number, address, usage, note } of listed)
    Object.assign(entryOf(number, address), { usage, note });
  for (const { number, address, ...use } of vms) entryOf(number, address).vms.push(use);
  for (const { number, address, ...use } of nodes) entryOf(number, address).nodes.push(use);
  return [...byNumber.entries()].toSorted(([a], [b]) => a - b).map(([, entry]) => entry);
}
