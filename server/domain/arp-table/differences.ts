import type { ArpEntry } from "../facts.ts";
import type { WantedArpTable } from "./wanted.ts";

export type ArpDifferences = {
  missing: ArpEntry[];
  different: { wanted: ArpEntry; held: ArpEntry }[];
  /** Held for a vNIC that no longer is where the entry points. */
  stale: ArpEntry[];
  /** Held, and not known to be wrong: the MAC is claimed twice, or vNICs of some node are not known. */
  undecided: ArpEntry[];
};

/** The node takes the last of several entries for one MAC. */
export function arpDifferences(wanted: WantedArpTable, heldEntries: readonly ArpEntry[]): ArpDifferences {
  const heldByMac = new Map(heldEntries.map((entry) => [entry.macAddress, entry]));
  const wantedMacs = new Set(wanted.entries.map(({ macAddress }) => macAddress));
  const unexplained = [...heldByMac.values()].filter(({ macAddress }) => !wantedMacs.has(macAddress));
  const isUndecided = undecidedBy(wanted);
  return {
    missing: wanted.entries.filter(({ macAddress }) => !heldByMac.has(macAddress)),
    different: wanted.entries.flatMap((entry) => {
      const held = heldByMac.get(entry.macAddress);
      return held && !isSameEntry(entry, held) ? [{ wanted: entry, held }] : [];
    }),
    stale: unexplained.filter((entry) => !isUndecided(entry)),
    undecided: unexplained.filter(isUndecided),
  };
}

export function isSameEntry(a: ArpEntry, b: ArpEntry): boolean {
  return a.peerAddress === b.peerAddress && a.port === b.port && a.arpAddress === b.arpAddress;
}

function undecidedBy({ gaps, conflicts }: WantedArpTable): (entry: ArpEntry) => boolean {
  if (gaps.some(({ areAllMacsKnown }) => !areAllMacsKnown)) return () => true;
  const macs = new Set([
    ...conflicts.map(({ macAddress }) => macAddress),
    ...gaps.flatMap(({ macAddresses }) => macAddresses),
  ]);
  return ({ macAddress }) => macs.has(macAddress);
}
