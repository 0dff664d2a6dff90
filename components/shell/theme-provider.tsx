"use client";

import { ThemeProvider as NextThemeProvider } from "next-themes";
import type { ReactNode } from "react";

/** Light, dark or as the system; known before the first paint, by a script that carries the request's nonce. */
export function ThemeProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <NextThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      storageKey="overmesh-theme"
      {...(nonce ? { nonce } : {})}
    >
      {children}
    </NextThemeProvider>
  );
}
