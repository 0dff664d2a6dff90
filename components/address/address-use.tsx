"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "../trpc/trpc.ts";
import { Age } from "../ui/age.tsx";

/** One line: how many addresses are listed, used and free, with the age of that. */
export function AddressUse({ vdcId, networkId }: { vdcId: string; networkId: string }) {
  const { data } = useQuery(useTRPC().address.getSummary.queryOptions({ vdcId, networkId }));
  return (
    <p className="mt-3 min-h-5 text-muted tabular-nums">
      {data && (
        <>
          <Link
            href={`/vdcs/${vdcId}/networks/${networkId}?tab=addresses`}
            className="text-accent-ink hover:underline"
          >
            {data.listedCount.toLocaleString("en")} listed, {data.usedCount.toLocaleString("en")} used,{" "}
            {data.freeCount.toLocaleString("en")} free
          </Link>
          {data.factsObservedAt.oldest && (
            <span className="text-subtle">
              {" "}
              · as nodes told <Age at={data.factsObservedAt.oldest} />
            </span>
          )}
        </>
      )}
    </p>
  );
}
