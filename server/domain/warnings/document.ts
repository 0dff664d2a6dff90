import { WARNING_CATALOGUE, type WarningCode } from "./catalogue.ts";
import { WARNING_FAMILIES } from "./families.ts";

const HEAD = `# Warnings

Made from the catalogue of warnings; do not change it by hand, run \`npm run docs:warnings\`. The same is in the app under
Help, each kind at \`/help/warnings#code\`.

A warning opens once when something is found to be wrong, stays open while it is true, closes by itself and opens again as
the same one. Missing facts never close it. The severity is the usual one; a case may be more or less severe. One that closes
three times within an hour stays open as flapping until it has been quiet for 30 minutes.`;

/** The catalogue as a page for those who read it outside the app. */
export function warningsDocument(): string {
  const families = WARNING_FAMILIES.map(
    ({ title, codes }) => `## ${title}\n\n${codes.map(entryOf).join("\n\n")}`,
  );
  return `${[HEAD, ...families].join("\n\n")}\n`;
}

function entryOf(code: WarningCode): string {
  const { title, severity, meaning, remedy } = WARNING_CATALOGUE[code];
  return `### ${title}\n\n\`${code}\`, ${severity}\n\n${meaning}\n\n**What to do:** ${remedy}`;
}
