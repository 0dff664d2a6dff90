import type { Violation } from "../errors.ts";
import { NOTE_LENGTH_MAX } from "./draft.ts";

// oxlint-disable-next-line no-control-regex
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;

export function noteViolations(note: string): readonly Violation[] {
  const message =
    note.length > NOTE_LENGTH_MAX
      ? `The note has at most ${NOTE_LENGTH_MAX} characters.`
      : CONTROL_CHARACTER.test(note)
        ? "The note is one line of plain text."
        : null;
  return message === null ? [] : [{ field: "note", message }];
}
