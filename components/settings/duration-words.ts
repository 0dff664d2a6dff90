const UNITS = [
  { word: "day", seconds: 86_400 },
  { word: "hour", seconds: 3600 },
  { word: "minute", seconds: 60 },
  { word: "second", seconds: 1 },
] as const;

/** "1 day", "1 hour 30 minutes": exact, in the units that are not zero. */
export function durationWords(totalSeconds: number): string {
  let rest = totalSeconds;
  const parts = UNITS.flatMap(({ word, seconds }) => {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    return count === 0 ? [] : [`${count} ${word}${count === 1 ? "" : "s"}`];
  });
  return parts.length === 0 ? "0 seconds" : parts.join(" ");
}
