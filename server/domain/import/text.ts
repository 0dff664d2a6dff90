import { FILE_BYTES_MAX, FILE_TOO_LARGE } from "./noun.ts";

/** A file's text, or the one sentence why there is none. */
export type FileText = { text: string; problem: null } | { text: null; problem: string };

/** UTF-8 with or without a byte order mark; nothing is replaced silently. */
export function decodeFile(bytes: Uint8Array): FileText {
  if (bytes.length > FILE_BYTES_MAX) return refuse(FILE_TOO_LARGE);
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) return refuse("The file is UTF-16 text. Save it as UTF-8 and choose it again.");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0")
      ? refuse("The file holds NUL characters, so it is not a CSV or JSON text.")
      : { text, problem: null };
  } catch {
    return refuse("The file is not UTF-8 text. Save it as UTF-8 and choose it again.");
  }
}

function refuse(problem: string): FileText {
  return { text: null, problem };
}
