import { useCallback } from "react";
import type { PagedTableProps } from "./paged-table.tsx";

/** Of `useInfiniteQuery`. */
type PagedList = {
  isPending: boolean;
  isPlaceholderData: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
};

/** What a paged table has to know of the list it shows, beside its rows. */
export function usePages({
  isPending,
  isPlaceholderData,
  hasNextPage,
  isFetchingNextPage,
  fetchNextPage,
}: PagedList): Pick<PagedTableProps<unknown>, "isLoading" | "isOutdated" | "loadMore"> {
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return {
    isLoading: isPending,
    isOutdated: isPlaceholderData,
    loadMore: hasNextPage && !isFetchingNextPage ? loadMore : undefined,
  };
}
