import { SearchX } from "lucide-react";
import Link from "next/link";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function ConsoleNotFound() {
  return (
    <EmptyState
      icon={<SearchX />}
      title={<h1>There is nothing here.</h1>}
      action={
        <Link href="/" className={buttonVariants()}>
          Go to Home
        </Link>
      }
    >
      The address may be mistyped, or what it names was removed, or it is not yours to see.
    </EmptyState>
  );
}
