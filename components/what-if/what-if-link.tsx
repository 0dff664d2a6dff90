import { FlaskConical } from "lucide-react";
import Link from "next/link";
import { buttonVariants } from "../ui/button-variants.ts";
import type { ChangeKind } from "./form-values.ts";
import { whatIfHref } from "./what-if-href.ts";

export type WhatIfLinkProps = {
  kind: ChangeKind;
  /** What it is about. */
  subjects: readonly string[];
  size?: "sm" | "md";
  /** For a list of many: named by its row, shown by its icon alone. */
  label?: string;
  children: string;
};

/** Leads to the scenario page with this change begun; for operators and auditors. */
export function WhatIfLink({ kind, subjects, size = "sm", label, children }: WhatIfLinkProps) {
  return (
    <Link
      href={whatIfHref(kind, subjects)}
      prefetch={false}
      aria-label={label}
      className={buttonVariants({ variant: "secondary", size })}
    >
      <FlaskConical aria-hidden />
      {children}
    </Link>
  );
}
