import { type SQL, sql } from "drizzle-orm";
import { customType } from "drizzle-orm/pg-core";
import type { IdRange } from "#server/domain/id-range.ts";

const textOf = (ranges: readonly IdRange[]) =>
  `{${ranges.map(({ first, last }) => `[${first},${last + 1})`).join(",")}}`;

/** For a condition. */
export function idRangesParam(ranges: readonly IdRange[]): SQL {
  return sql`${textOf(ranges)}::int4multirange`;
}

/** Ids as `int4multirange`; in code they are inclusive ranges, sorted and merged as the database keeps them. */
export const idRanges = customType<{ data: readonly IdRange[]; driverData: string }>({
  dataType: () => "int4multirange",
  toDriver: textOf,
  fromDriver: (text) =>
    [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, first, end]) => ({
      first: Number(first),
      last: Number(end) - 1,
    })),
});
