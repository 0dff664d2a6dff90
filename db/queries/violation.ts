const UNIQUE_VIOLATION = "23505";

/** The database's own error under drizzle's wrapper; SQLSTATE and constraint, where there are any. */
export function violationOf(error: unknown): { sqlState: string; constraint: string | null } | null {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  if (typeof cause !== "object" || cause === null || !("code" in cause) || typeof cause.code !== "string")
    return null;
  const constraint = "constraint" in cause && typeof cause.constraint === "string" ? cause.constraint : null;
  return { sqlState: cause.code, constraint };
}

export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const violation = violationOf(error);
  return violation?.sqlState === UNIQUE_VIOLATION && violation.constraint === constraint;
}
