import type { AddressState } from "#server/domain/address/entry.ts";

type StateWords = {
  /** After an address, for those who hear the page: "10.0.0.7, used by a VM". */
  word: string;
  /** In the legend and in the table. */
  legend: string;
};

export const STATE_WORDS: Record<AddressState, StateWords> = {
  free: { word: "free", legend: "Free" },
  server: { word: "listed for servers", legend: "Listed, for servers" },
  other: { word: "reserved", legend: "Listed, reserved" },
  vm: { word: "used by a VM", legend: "Used by a VM" },
  unlisted: { word: "used by a VM, not listed", legend: "Used, not listed" },
  node: { word: "used by a compute node, set by the system", legend: "Compute node" },
  gateway: { word: "gateway", legend: "Gateway" },
  network: { word: "network address", legend: "Network address" },
  broadcast: { word: "broadcast address", legend: "Broadcast address" },
};

export const USAGE_OPTIONS = [
  { value: "server", label: "Server", description: "For VMs." },
  { value: "other", label: "Other", description: "Reserved for something that is no VM." },
] as const;
