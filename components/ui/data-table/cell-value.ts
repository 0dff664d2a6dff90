export type CellValue = string | number | boolean | Date | null | undefined;

/** What a value is sorted by; made once for each row. */
export type SortKey = number | string | null;

const DIGITS_PADDED = 16;

/** Numbers inside texts count by their size and letters without case or accents: "node9" before "Node10". */
export function sortKeyOf(value: CellValue): SortKey {
  if (isAbsent(value)) return null;
  if (value instanceof Date) return value.getTime();
  if (typeof value === "number") return value;
  return cellText(value)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\d+/g, (digits) => digits.padStart(DIGITS_PADDED, "0"));
}

/** Absent values count as the largest, and numbers as smaller than texts. */
export function compareSortKeys(one: SortKey, other: SortKey): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === "number" && typeof other === "number") return one - other;
  if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
  return one < other ? -1 : Number(one > other);
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
