import type { ChangeWeight } from "#server/domain/mesh-time/change-words.ts";
import type { RouterOutputs } from "../../trpc/trpc.ts";

export type MeshChange = RouterOutputs["mesh"]["compare"]["changes"][number];
/** By what is selected in the address: `node/<id>`. */
export type ChangeBySelect = ReadonlyMap<string, MeshChange>;

export const NO_CHANGES: ChangeBySelect = new Map();

export type ChangeMark = { kind: ChangeWeight | "new"; shape: string; word: string };

const MARKS: Record<ChangeMark["kind"], Omit<ChangeMark, "kind">> = {
  "encryption-lost": { shape: "◆", word: "encryption lost" },
  worse: { shape: "▼", word: "worse" },
  better: { shape: "▲", word: "better" },
  other: { shape: "●", word: "different" },
  new: { shape: "+", word: "new" },
};

/** A shape and a word for what became of something between two instants. */
export function markOf({ before, weight }: Pick<MeshChange, "before" | "weight">): ChangeMark {
  const kind = before ? weight : "new";
  return { kind, ...MARKS[kind] };
}

export function changesBySelect(changes: readonly MeshChange[]): ChangeBySelect {
  return new Map(changes.map((change) => [`${change.kind}/${change.id}`, change]));
}

/** For who hears it: "worse: vie03 appeared, down."; empty: it did not change. */
export function changeWords(change: MeshChange | undefined): string {
  return change ? `${markOf(change).word}: ${change.sentences.join(" ")}` : "";
}
