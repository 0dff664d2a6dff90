export type DomainErrorCode = "not-found" | "forbidden" | "rejected" | "conflict";

/** One refused field; `field` is the input's path (`mtuBytes`, `subnet`), "" when it is about the whole. */
export type Violation = { field: string; message: string };

/** What is wrong with several fields alike is said once. */
export function wordsOf(violations: readonly Violation[]): string {
  return [...new Set(violations.map(({ message }) => message))].join(" ");
}

/** A refusal the user can act on, worded for that user. Anything else that is thrown is a bug. */
export class DomainError extends Error {
  readonly code: DomainErrorCode;
  readonly violations: readonly Violation[];

  constructor(code: DomainErrorCode, reason: string | readonly Violation[]) {
    const violations = typeof reason === "string" ? [] : reason;
    super(typeof reason === "string" ? reason : wordsOf(reason));
    this.name = "DomainError";
    this.code = code;
    this.violations = violations;
  }
}
