"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { parseAddressQuery } from "#server/domain/address/range.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { addressItems } from "./find-addresses.ts";
import type { ShellActor } from "./navigation.ts";
import { type PaletteSource, usePaletteSource } from "./palette-store.ts";

/** Finds an address or a block that is typed into the palette, in whatever the person may see. */
export function PaletteAddresses({ actor }: { actor: ShellActor }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const source = useMemo<PaletteSource>(
    () => ({
      search: async (text) => {
        if (!parseAddressQuery(text)) return [];
        const namesVdc = actor.vdcs.length > 1 || actor.cloudRole !== null;
        if (actor.cloudRole !== null) {
          const { networks, strayVnics } = await queryClient.fetchQuery(
            trpc.address.searchOfCloud.queryOptions({ text }),
          );
          return addressItems(text, networks, strayVnics, { namesVdc });
        }
        const answers = await Promise.all(
          actor.vdcs.map(({ vdcId }) =>
            queryClient
              .fetchQuery(trpc.address.search.queryOptions({ vdcId, text }))
              // What one vDC cannot tell, the others still do.
              .catch(() => ({ networks: [] })),
          ),
        );
        return addressItems(
          text,
          answers.flatMap(({ networks }) => networks),
          [],
          { namesVdc },
        );
      },
    }),
    [actor, trpc, queryClient],
  );
  usePaletteSource(source);
  return null;
}
