import type { MatrixCell } from "#server/domain/mesh/matrix.ts";
import type { MeshPdc, MeshScene, MeshSums } from "./mesh-data.ts";
import type { Look } from "./mesh-glyph.ts";
import { countByCategory, lookByShare, type MeshMode, summaryText, worstCategory } from "./mesh-mode.ts";
import { formatSelection } from "./mesh-selection.ts";

/** null `look`: there is nothing, or it is filtered out. `select` "": there is nothing to select. */
export type CellWords = { look: Look | null; text: string; name: string; select: string };

const SHARE_WORDS = {
  none: "",
  few: "under 1 % bad",
  some: "under 10 % bad",
  many: "under half bad",
  most: "half or more bad",
};

/** A pair that was read in full is told with its numbers, any other by its state, share and MTU. */
export function matrixCellWords(
  scene: MeshScene,
  { a, b, cell }: { a: MeshPdc; b: MeshPdc; cell: MatrixCell },
  { mode, hidden }: { mode: MeshMode; hidden: ReadonlySet<string> },
): CellWords {
  const where = a.id === b.id ? `inside ${a.label}` : `${a.label} – ${b.label}`;
  if (cell.state === null) return { look: null, text: "none", name: `${where}: none`, select: "" };
  const pairId = [a.id, b.id].toSorted().join(",");
  const select =
    a.id === b.id
      ? formatSelection({ kind: "pdc", id: a.id })
      : formatSelection({ kind: "pdc-link", id: pairId });
  const sums = a.id === b.id ? a.innerLinks : scene.pdcLinkById.get(pairId);
  const told = sums ? wordsOfSums(scene, sums, mode, hidden) : wordsOfCell(cell, mode, hidden);
  const worst = told.word ? `worst ${told.word}, ` : "";
  return { look: told.look, text: told.text, name: `${where}: ${worst}${told.text}`, select };
}

type Told = { look: Look | null; word: string | null; text: string };

function wordsOfSums(
  scene: MeshScene,
  sums: MeshSums & { observedAt?: Date | null },
  mode: MeshMode,
  hidden: ReadonlySet<string>,
): Told {
  const counts = countByCategory(sums, mode, scene.overview);
  const worst = worstCategory(counts, mode, hidden);
  if (!worst) return { look: null, word: null, text: "filtered out" };
  return {
    look: scene.isSmall ? worst.look : lookByShare(counts, mode, worst),
    word: worst.word.toLowerCase(),
    text: summaryText(sums, mode, scene.overview),
  };
}

/** Pairs that are not listed are healthy or too many: their state and MTU are known, no more. */
function wordsOfCell(cell: MatrixCell, mode: MeshMode, hidden: ReadonlySet<string>): Told {
  const { state, badShare, effectiveMtuBytesMin: mtu } = cell;
  const look: Look = state === "idle" || state === null ? "unknown" : state;
  if (mode === "mtu") {
    return { look: mtu === null ? "unknown" : look, word: null, text: mtu === null ? "MTU ?" : `MTU ${mtu}` };
  }
  if (mode === "health" && hidden.has(look)) return { look: null, word: null, text: "filtered out" };
  const share = SHARE_WORDS[badShare];
  const areFewDown = state === "down" && (badShare === "few" || badShare === "some");
  return {
    // As in the picture: few bad links do not look like all of them.
    look: areFewDown ? "degraded" : look,
    word: state,
    text: [share, mtu !== null && `${mtu}`].filter(Boolean).join(" · ") || (state ?? ""),
  };
}
