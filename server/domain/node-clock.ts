import type { NodeClock } from "./facts.ts";
import { type Parsed, parsed, parseInteger, unparsable } from "./parsed.ts";

/** `date +%s` of the node, against the span in which it must have been asked; inside it nothing can be said. */
export function parseNodeClock(text: string, asked: { from: Date; until: Date }): Parsed<NodeClock> {
  const seconds = parseInteger(text.trim(), 0, Number.MAX_SAFE_INTEGER);
  if (seconds === null) return unparsable("date printed no time.");
  const [first, last] = [Math.floor(asked.from.getTime() / 1000), Math.ceil(asked.until.getTime() / 1000)];
  return parsed({ secondsAhead: seconds > last ? seconds - last : Math.min(0, seconds - first) });
}

/** More than any connection takes, and enough to mislead who compares logs of two nodes. */
const CLOCK_SECONDS_OFF_MAX = 60;

export function isClockOff({ secondsAhead }: NodeClock): boolean {
  return Math.abs(secondsAhead) > CLOCK_SECONDS_OFF_MAX;
}
