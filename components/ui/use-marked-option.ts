import { useState } from "react";

/**
 * What Enter would choose: the option one went to, else the first. Where options come from elsewhere as one types, cmdk
 * would stay with one that is gone, and Enter would choose nothing.
 */
export function useMarkedOption(values: readonly string[]): [string, (value: string) => void] {
  const [goneTo, goTo] = useState("");
  return [values.includes(goneTo) ? goneTo : (values[0] ?? ""), goTo];
}
