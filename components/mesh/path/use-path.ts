import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/trpc.ts";

/** Time passes without events too: what was fresh becomes stale. */
const REREAD_MILLISECONDS = 60_000;

/** `vdcId` null: over the whole cloud. Asks as soon as both ends are chosen. */
export function usePath(vdcId: string | null, { from, to }: { from: string; to: string }) {
  const trpc = useTRPC();
  const isAsked = from !== "" && to !== "";
  const reread = { refetchInterval: REREAD_MILLISECONDS };
  const ofCloud = useQuery(
    trpc.meshPath.find.queryOptions(isAsked && vdcId === null ? { from, to } : skipToken, reread),
  );
  const ofVdc = useQuery(
    trpc.meshPath.findForVdc.queryOptions(
      isAsked && vdcId !== null ? { vdcId, from, to } : skipToken,
      reread,
    ),
  );
  return vdcId === null ? ofCloud : ofVdc;
}

/** What can be chosen as an end. */
export function usePathEnds(vdcId: string | null, text: string, isWanted: boolean) {
  const trpc = useTRPC();
  const kept = { placeholderData: keepPreviousData };
  const ofCloud = useQuery(
    trpc.meshPath.searchEnds.queryOptions(isWanted && vdcId === null ? { text } : skipToken, kept),
  );
  const ofVdc = useQuery(
    trpc.meshPath.searchEndsForVdc.queryOptions(
      isWanted && vdcId !== null ? { vdcId, text } : skipToken,
      kept,
    ),
  );
  return vdcId === null ? ofCloud : ofVdc;
}
