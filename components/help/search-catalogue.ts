import { searchWords } from "#server/domain/warning-input.ts";
import { WARNING_CATALOGUE, type WarningCode } from "#server/domain/warnings/catalogue.ts";
import type { WarningFamily } from "#server/domain/warnings/families.ts";

function textOf(code: WarningCode): string {
  const { title, meaning, remedy, severity } = WARNING_CATALOGUE[code];
  return [code, title, meaning, remedy, severity].join("\n").toLowerCase();
}

/** The kinds in which every word of the text occurs, by family; families without any are left out. */
export function familiesMentioning(families: readonly WarningFamily[], text: string): WarningFamily[] {
  const words = searchWords(text);
  return families
    .map((family) => ({
      ...family,
      codes: family.codes.filter((code) => words.every((word) => textOf(code).includes(word))),
    }))
    .filter(({ codes }) => codes.length > 0);
}
