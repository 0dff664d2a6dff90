import { SearchX } from "lucide-react";
import Link from "next/link";
import { buttonVariants } from "#components/ui/button-variants.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={<SearchX />}
        title={<h1>There is nothing here.</h1>}
        action={
          <Link href="/" className={buttonVariants({ variant: "primary" })}>
            Go to Home
          </Link>
        }
      >
        The address may be mistyped, or what it names was removed, or it is not yours to see.
      </EmptyState>
    </main>
  );
}
