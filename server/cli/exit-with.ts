/** Ends a command with one sentence for the person who ran it. */
export function exitWith(sentence: string, code = 1): never {
  console.error(sentence);
  process.exit(code);
}
