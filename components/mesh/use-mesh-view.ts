"use client";

import { useCallback, useMemo } from "react";
import { useSearchParam } from "../ui/search-params.ts";
import { type MeshIndex } from "./mesh-data.ts";
import { type MeshMode, parseMode } from "./mesh-mode.ts";
import { parseSelection, type Selected, selectedIn } from "./mesh-selection.ts";

export const MESH_VIEWS = ["graph", "matrix", "table"] as const;
export type MeshViewName = (typeof MESH_VIEWS)[number];

export type MeshViewState = {
  mode: MeshMode;
  setMode: (mode: MeshMode) => void;
  /** As in the address; "" when nothing is. */
  select: string;
  setSelect: (select: string) => void;
  selected: Selected | null;
  hidden: ReadonlySet<string>;
  setHidden: (hidden: ReadonlySet<string>) => void;
  find: string;
  setFind: (find: string) => void;
};

/** What is looked at and how: all of it in the address, so that it can be sent to a colleague. */
export function useMeshView(index: MeshIndex): MeshViewState {
  const [modeText, setModeText] = useSearchParam("mode");
  const [select, setSelect] = useSearchParam("selected");
  const [hide, setHide] = useSearchParam("hide");
  const [find, setFind] = useSearchParam("find");
  const selected = useMemo(() => selectedIn(index, parseSelection(select)), [index, select]);
  const hidden = useMemo(() => new Set(hide.split(",").filter(Boolean)), [hide]);
  const setHidden = useCallback(
    (next: ReadonlySet<string>) => setHide([...next].toSorted().join(",")),
    [setHide],
  );
  const setMode = useCallback(
    (mode: MeshMode) => {
      // Keys of one mode mean nothing in another.
      setHide("");
      setModeText(mode === "health" ? "" : mode);
    },
    [setHide, setModeText],
  );
  const mode = parseMode(modeText);
  return { mode, setMode, select, setSelect, selected, hidden, setHidden, find, setFind };
}
