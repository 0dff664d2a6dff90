import pino, { type Logger } from "pino";

/** Structured log lines on standard output. */
export function createLog(level: string): Logger {
  return pino({ level, base: null });
}
