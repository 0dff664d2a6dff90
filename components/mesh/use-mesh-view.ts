"use client";

import { useCallback, useMemo } from "react";
import { useSearchParam, writeSearchParams } from "../ui/search-params.ts";
import { type MeshMode, parseMode } from "./mesh-mode.ts";
import { parseSelection, type Selection } from "./mesh-selection.ts";

export const MESH_VIEWS = ["graph", "matrix", "table"] as const;
export type MeshViewName = (typeof MESH_VIEWS)[number];

export type MeshViewState = {
  mode: MeshMode;
  setMode: (mode: MeshMode) => void;
  /** Only what carries this overlay rule; "": all. */
  overlayRuleName: string;
  setOverlayRuleName: (name: string) => void;
  /** As in the address; "" when nothing is. */
  select: string;
  setSelect: (select: string) => void;
  selection: Selection | null;
  hidden: ReadonlySet<string>;
  setHidden: (hidden: ReadonlySet<string>) => void;
  find: string;
  setFind: (find: string) => void;
  /** PDCs opened by hand; in a small cloud all are open anyway. */
  openPdcIds: ReadonlySet<string>;
  setOpen: (pdcId: string, isOpen: boolean) => void;
};

/** More would be a hairball: the first one opened closes. */
const OPENED_MAX = 6;

const setOf = (text: string): ReadonlySet<string> => new Set(text.split(",").filter(Boolean));

/** What is looked at and how: all of it in the address, so that it can be sent to a colleague. */
export function useMeshView(): MeshViewState {
  const [modeText] = useSearchParam("mode");
  const [overlayRuleName, setOverlayRuleName] = useSearchParam("rule");
  const [select, setSelect] = useSearchParam("selected");
  const [hide, setHide] = useSearchParam("hide");
  const [find, setFind] = useSearchParam("find");
  const [open, setOpenText] = useSearchParam("open");
  const selection = useMemo(() => parseSelection(select), [select]);
  const hidden = useMemo(() => setOf(hide), [hide]);
  const openPdcIds = useMemo(() => setOf(open), [open]);
  const setHidden = useCallback(
    (next: ReadonlySet<string>) => setHide([...next].toSorted().join(",")),
    [setHide],
  );
  const setMode = useCallback((mode: MeshMode) => {
    // Keys of one mode mean nothing in another.
    writeSearchParams({ hide: "", mode: mode === "health" ? "" : mode });
  }, []);
  const setOpen = useCallback(
    (pdcId: string, isOpen: boolean) => {
      const others = [...setOf(open)].filter((id) => id !== pdcId);
      setOpenText((isOpen ? [...others, pdcId].slice(-OPENED_MAX) : others).join(","));
    },
    [open, setOpenText],
  );
  const mode = parseMode(modeText);
  return useMemo(
    () => ({
      mode,
      setMode,
      overlayRuleName,
      setOverlayRuleName,
      select,
      setSelect,
      selection,
      hidden,
      setHidden,
      find,
      setFind,
      openPdcIds,
      setOpen,
    }),
    [
      mode,
      setMode,
      overlayRuleName,
      setOverlayRuleName,
      select,
      setSelect,
      selection,
      hidden,
      setHidden,
      find,
      setFind,
      openPdcIds,
      setOpen,
    ],
  );
}
