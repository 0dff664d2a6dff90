"use client";

import { formatCount } from "../../ui/format-count.ts";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { LinksWithin } from "#server/domain/mesh/links-view.ts";
import { useTRPC } from "../../trpc/trpc.ts";
import { Button } from "../../ui/button.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { useMeshInstant } from "../time/use-mesh-instant.ts";
import { LinksList } from "./links-list.tsx";
import { nextCursorOf } from "../../trpc/all-pages.ts";

const PAGE = 50;

export type PagedLinksProps = {
  within: LinksWithin;
  overlayRuleName: string;
  onSelect: (select: string) => void;
  /** Said when there are none. */
  none: string;
};

/** The links of a PDC, a pair or a node, worst first; more of them when they are wanted. */
export function PagedLinks({ within, overlayRuleName, onSelect, none }: PagedLinksProps) {
  const { queryInput } = useMeshInstant();
  const query = useInfiniteQuery(
    useTRPC().mesh.links.infiniteQueryOptions(
      { within, overlayRuleName: overlayRuleName || null, limit: PAGE, ...queryInput },
      { getNextPageParam: nextCursorOf },
    ),
  );
  const links = (query.data?.pages ?? []).flatMap((page) => page.links);
  const totalCount = query.data?.pages[0]?.totalCount ?? 0;
  if (query.isPending) return <SkeletonRows columns={2} />;
  if (links.length === 0) return <p className="text-muted">{none}</p>;
  return (
    <>
      <LinksList links={links} onSelect={onSelect} />
      {query.hasNextPage && (
        <Button
          variant="link"
          size="sm"
          pending={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more of {formatCount(totalCount)}
        </Button>
      )}
    </>
  );
}
