"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { InvariantBadge } from "../mesh/invariant/invariant-badge.tsx";
import { adminNetworkSentence, clearTextSentence } from "../mesh/invariant/invariant-words.ts";
import { sentenceOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Skeleton } from "../ui/skeleton.tsx";

/** Whether the standing rule of the mesh holds, in one line that leads to its evidence. */
export function InvariantLine() {
  const { data, error } = useQuery(useTRPC().mesh.summary.queryOptions());
  if (error) return <p className="text-down">{sentenceOf(error)}</p>;
  if (!data) return <Skeleton className="h-12 w-full" />;
  const { answer, clearText, adminNetwork } = data.invariant;
  const sentences = [
    { of: clearText, sentence: clearTextSentence(clearText) },
    { of: adminNetwork, sentence: adminNetworkSentence(adminNetwork) },
  ].filter(({ of }) => of.answer === answer);
  return (
    <Link
      href="/mesh?standing=yes"
      prefetch={false}
      className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line bg-surface px-4 py-2 shadow-xs transition-colors hover:bg-hover"
    >
      <span className="font-semibold">Standing rule of the mesh</span>
      <InvariantBadge answer={answer} />
      <span className="min-w-0 flex-1 basis-72 text-muted">
        {sentences.map(({ sentence }) => sentence).join(" ")}
      </span>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-subtle" />
    </Link>
  );
}
