import type { ReactNode } from "react";

/** Addresses, MACs and the like; nothing for what is not known. */
export function Mono({ children }: { children: ReactNode }) {
  return <span className="font-mono text-[0.92em] whitespace-nowrap">{children}</span>;
}

/** For table cells: null stays null, so that the table says so in its own way. */
export function mono(value: string | number | null): ReactNode {
  return value === null || value === "" ? null : <Mono>{value}</Mono>;
}
