"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { toast } from "./toast-store.ts";

/** A file or an output as it is, with the means to copy it. */
export function CodeBlock({ code, label, className }: { code: string; label: string; className?: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setIsCopied(true);
    } catch {
      toast({ tone: "bad", title: "The browser did not allow copying." });
    }
  };
  return (
    <figure className={cn("overflow-hidden rounded-lg border border-line bg-sunken", className)}>
      <figcaption className="flex h-8 items-center justify-between border-b border-line pr-1 pl-3 text-sm text-muted">
        <span className="truncate">{label}</span>
        <Button variant="ghost" size="icon-sm" className="size-6" onClick={copy} aria-label={`Copy ${label}`}>
          {isCopied ? <Check aria-hidden className="size-3" /> : <Copy aria-hidden className="size-3" />}
        </Button>
      </figcaption>
      {/* The region scrolls, so the keyboard must be able to reach it. */}
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={label}
        className="max-h-96 overflow-auto p-3 font-mono text-sm leading-5 focus-visible:-outline-offset-2"
      >
        {code}
      </pre>
    </figure>
  );
}
