"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { sentenceOf } from "../trpc/refusal.ts";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Disclosure } from "../ui/disclosure.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

type RefreshDetailsProps = {
  nodeRefreshId: string;
  label: ReactNode;
  className?: string;
  children: (details: RouterOutputs["refresh"]["details"]) => ReactNode;
};

/** What a row of a refresh leaves out, asked for once somebody unfolds it. */
export function RefreshDetails({ nodeRefreshId, label, className, children }: RefreshDetailsProps) {
  const [isOpened, setIsOpened] = useState(false);
  const details = useQuery({
    ...useTRPC().refresh.details.queryOptions({ nodeRefreshId }),
    enabled: isOpened,
  });
  return (
    <Disclosure label={label} className={className} onOpen={() => setIsOpened(true)}>
      {details.data ? (
        children(details.data)
      ) : details.error ? (
        <ErrorState title="This could not be read." onRetry={() => void details.refetch()}>
          {sentenceOf(details.error)}
        </ErrorState>
      ) : (
        <Skeleton className="mt-1 h-5 w-72 max-w-full" />
      )}
    </Disclosure>
  );
}
