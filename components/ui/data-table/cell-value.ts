export type CellValue = string | number | boolean | Date | null | undefined;

const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Orders like with like, "node9" before "node10" and 10.0.0.9 before 10.0.0.10. Absent values count as the largest. */
export function compareCellValues(one: CellValue, other: CellValue): number {
  if (isAbsent(one) || isAbsent(other)) return Number(isAbsent(one)) - Number(isAbsent(other));
  if (one instanceof Date && other instanceof Date) return one.getTime() - other.getTime();
  if (typeof one === "number" && typeof other === "number") return one - other;
  return COLLATOR.compare(cellText(one), cellText(other));
}

export function cellText(value: CellValue): string {
  if (isAbsent(value)) return "";
  return value instanceof Date ? value.toISOString() : String(value);
}

/** What of an accessor's value can be sorted, searched and exported; lists are joined, other objects are none. */
export function toCellValue(value: unknown): CellValue {
  if (Array.isArray(value)) return value.map((part) => cellText(toCellValue(part))).join(", ");
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    default:
      return value instanceof Date ? value : null;
  }
}

function isAbsent(value: CellValue): value is null | undefined | "" {
  return value === null || value === undefined || value === "";
}
