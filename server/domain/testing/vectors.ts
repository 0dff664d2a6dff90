import * as z from "zod";

const Row = z.looseObject({ input: z.unknown().optional(), expect: z.string(), why: z.string().default("") });
export type Vector = { input: string; expect: string; why: string; row: Record<string, unknown> };

/** One list of an imported vector file; `input` is "" where the vector has no text. */
export function vectorsOf(file: unknown, list = "vectors"): Vector[] {
  const rows = z.array(Row).parse(z.looseObject({ [list]: z.unknown() }).parse(file)[list]);
  return rows.map((row) => ({
    input: typeof row.input === "string" ? row.input : "",
    expect: row.expect,
    why: row.why,
    row,
  }));
}
