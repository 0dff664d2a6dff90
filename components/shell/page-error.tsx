"use client";

import { isRefusal, sentenceOf } from "../trpc/refusal.ts";
import { ErrorState } from "../ui/error-state.tsx";

function referenceOf(error: unknown): string | null {
  const digest = error instanceof Error && "digest" in error ? error.digest : null;
  return typeof digest === "string" ? digest : null;
}

/** A refusal is shown in its own words; a failure with the reference under which the server logged it. */
export function PageError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const reference = referenceOf(error);
  if (isRefusal(error)) return <ErrorState title={sentenceOf(error)} onRetry={onRetry} />;
  return (
    <ErrorState title="This page could not be shown." onRetry={onRetry}>
      <p>Nothing was changed. If it fails again, tell an operator what you were about to do.</p>
      {reference && <p className="mt-1 font-mono text-sm text-subtle">Reference {reference}</p>}
    </ErrorState>
  );
}
