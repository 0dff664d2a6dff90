import * as z from "zod";
import { FILE_BYTES_MAX, FILE_FORMATS, FILE_TOO_LARGE, IMPORT_NOUNS } from "./noun.ts";

const name = z.string().trim().max(200, { error: "This name is too long." });

/** A file's text and what a person says beside it. */
export const ImportInput = z.object({
  text: z
    .string({ error: "Choose a file or paste its text." })
    .max(FILE_BYTES_MAX, { error: FILE_TOO_LARGE }),
  /** "": pasted. */
  fileName: name.default(""),
  /** For rows that name none. */
  networkName: name.nullable().default(null),
  markOutside: z.boolean().default(false),
});
export type ImportInput = z.infer<typeof ImportInput>;

/** For rows that name none; in a vDC it is always that one. */
export const CloudImportInput = ImportInput.extend({ vdcName: name.nullable().default(null) });

/** What was shown, and nothing else, is written. */
export const ShownDigest = z.object({ digest: z.string().max(100) });

export const ExportInput = z.object({
  noun: z.enum(IMPORT_NOUNS),
  format: z.enum(FILE_FORMATS),
  /** Words that each occur somewhere in a row; "": all rows. */
  filter: z.string().max(1000).default(""),
});
export type ExportInput = z.infer<typeof ExportInput>;
