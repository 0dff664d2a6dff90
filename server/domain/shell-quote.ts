/** One bash word that means exactly `value`. The only way a value gets into a script; refuses NUL, which no word can hold. */
export function shellQuote(value: string): string {
  if (value.includes("\0")) throw new RangeError("A shell word cannot hold a NUL character.");
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
