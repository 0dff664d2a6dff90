"use client";

import "./globals.css";
import { PageError } from "#components/shell/page-error.tsx";

/** The root layout itself failed, so this brings its own document. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Overmesh</title>
        <main className="grid min-h-dvh place-items-center">
          <PageError error={error} onRetry={retry} />
        </main>
      </body>
    </html>
  );
}
