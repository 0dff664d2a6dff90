"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { cn } from "./cn.ts";
import { toast } from "./toast-store.ts";

const CONFIRMATION_MILLISECONDS = 1500;

export type CopyTextProps = {
  /** What is copied, and shown unless `children` says otherwise. */
  value: string;
  children?: React.ReactNode;
  /** What it is, for the accessible name: "Copy node id 5f0a…". */
  label?: string;
  className?: string;
};

/** An id or an address that is copied by a click. */
export function CopyText({ value, children, label, className }: CopyTextProps) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), CONFIRMATION_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setIsCopied(true);
    } catch {
      toast({ tone: "bad", title: "The browser did not allow copying.", description: value });
    }
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={copy}
      title={isCopied ? "Copied" : "Copy"}
      aria-label={label ? `Copy ${label} ${value}` : `Copy ${value}`}
      className={cn(
        "group/copy -mx-1 inline-flex max-w-full min-w-0 items-center gap-1 rounded-sm px-1 text-left font-mono text-[0.92em] hover:bg-hover",
        className,
      )}
    >
      {/* Among facts it is read in full, in a table it keeps to its line. */}
      <span className="truncate in-[dd]:overflow-visible in-[dd]:wrap-anywhere in-[dd]:whitespace-normal">
        {children ?? value}
      </span>
      <Icon
        aria-hidden
        className={cn(
          "size-3 shrink-0 opacity-0 transition-opacity group-hover/copy:opacity-100 group-focus-visible/copy:opacity-100",
          isCopied ? "text-up-glyph opacity-100" : "text-subtle",
        )}
      />
      {isCopied && <output className="sr-only">Copied</output>}
    </button>
  );
}
