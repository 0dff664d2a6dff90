const MENTION = /(?<![\p{L}\p{N}@._-])@([a-z0-9][a-z0-9._-]{1,31})/giu;

/** User names behind an @, each once, in lower case; what follows a letter is no mention but a part of an address. */
export function mentionedUserNames(text: string): string[] {
  const names = Array.from(text.matchAll(MENTION), ([, name = ""]) =>
    // A sentence may end behind a name.
    name.toLowerCase().replace(/[._-]+$/, ""),
  );
  return [...new Set(names)].filter((name) => name.length > 1);
}
