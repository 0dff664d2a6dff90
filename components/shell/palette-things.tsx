"use client";

import { useMemo } from "react";
import { diagnoseHref } from "../diagnosis/diagnosis-words.ts";
import { useOrderRefresh } from "../refresh/use-order-refresh.ts";
import { defineNetworkItem, findThings } from "./find-things.ts";
import type { ShellActor } from "./navigation.ts";
import { type PaletteItem, type PaletteSource, usePaletteSource } from "./palette-store.ts";
import { mayIn, useThings } from "./use-things.ts";

/** With more vDCs than these, the others are found by their name. */
const LISTED_VDCS_MAX = 5;

/** What the palette offers on every page: everything the person may go to, and what they may have done. */
export function PaletteThings({ actor, isOpen }: { actor: ShellActor; isOpen: boolean }) {
  const load = useThings(actor, isOpen);
  const { mutate: order } = useOrderRefresh();
  const source = useMemo<PaletteSource>(() => {
    const listed = actor.vdcs
      .filter((vdc) => mayIn(actor, vdc, "network:create"))
      .slice(0, LISTED_VDCS_MAX)
      .map(defineNetworkItem);
    const refresh: PaletteItem = {
      id: "do:refresh-all",
      group: "Do",
      label: "Refresh all nodes",
      run: () => order({ selection: { kind: "all" } }),
    };
    const path: PaletteItem = {
      id: "do:find-path",
      group: "Do",
      label: "Find the path between two VMs, nodes or networks",
      href: "/mesh/path",
    };
    const diagnose: PaletteItem = {
      id: "do:diagnose",
      group: "Do",
      label: "Ask why a link is down",
      keywords: ["diagnose", "troubleshoot"],
      href: diagnoseHref({}),
    };
    const items = [
      ...(mayIn(actor, null, "node:refresh") ? [refresh] : []),
      path,
      ...(mayIn(actor, null, "mesh:read") ? [diagnose] : []),
      ...listed,
    ];
    const ids = new Set(items.map(({ id }) => id));
    return {
      items,
      search: async (query) => findThings(query, await load(query)).filter(({ id }) => !ids.has(id)),
    };
  }, [actor, load, order]);
  usePaletteSource(source);
  return null;
}
