import type { Cell, PdcMembers } from "./cell.ts";
import type { MeshModel } from "./mesh-model.ts";
import type { VerdictCounts } from "../link-sums.ts";

/** What the judged links of a cell say of the way between its two PDCs. */
type Passing = { isDown: boolean; isCarrying: boolean };

/** Fewer may as well be the paths to them. */
const SILENT_PDCS_MIN = 2;
/** A single node that is silent is that node. */
const SILENT_NODES_MIN = 2;

/** Kept with the counts they are made of. */
const passingByCounts = new WeakMap<VerdictCounts, Passing>();

function passingIn(counts: VerdictCounts): Passing {
  const known = passingByCounts.get(counts);
  if (known) return known;
  const states = [...counts.keys()].map(({ state }) => state);
  const passing = {
    isDown: states.includes("down"),
    isCarrying: states.includes("up") || states.includes("degraded"),
  };
  passingByCounts.set(counts, passing);
  return passing;
}

/** PDCs that several others were seen not to reach, and none to reach: by more than one node, so that it is not a node. */
export function cutOffPdcs(model: MeshModel): ReadonlySet<PdcMembers> {
  const pdcs = [...model.pdcById.values()].filter(({ key }) => key.kind === "named");
  const silent = new Map<PdcMembers, Cell[]>();
  const carrying = new Set<PdcMembers>();
  for (const [position, pdc] of pdcs.entries()) {
    for (const other of pdcs.slice(position + 1)) {
      const cell = model.cellOf(pdc, other);
      const { isDown, isCarrying } = passingIn(model.counted(cell).counts);
      for (const side of [pdc, other]) {
        if (isCarrying) carrying.add(side);
        else if (isDown) silent.set(side, [...(silent.get(side) ?? []), cell]);
      }
    }
  }
  const isCutOff = ([pdc, cells]: [PdcMembers, Cell[]]) =>
    !carrying.has(pdc) && cells.length >= SILENT_PDCS_MIN && silentNodeCount(pdc, cells) >= SILENT_NODES_MIN;
  return new Set([...silent].filter(isCutOff).map(([pdc]) => pdc));
}

function silentNodeCount(pdc: PdcMembers, cells: readonly Cell[]): number {
  const silent = new Set(
    cells.flatMap(({ records }) =>
      [...records].flatMap(({ a, b, verdict }) =>
        verdict?.state === "down" ? [pdc.members.has(a) ? a : b] : [],
      ),
    ),
  );
  return silent.size;
}
