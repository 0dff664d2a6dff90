import type { PdcSchedule } from "#server/domain/refresh-schedule.ts";
import { durationWords } from "../settings/duration-words.ts";

/** `22:30`; minutes of the UTC day. */
export function timeOfDay(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** Null: not a time of day. */
export function minuteOfDay(text: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(text.trim()) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return null;
  return Number(hours) * 60 + Number(minutes);
}

/** What differs from the rest, in a few words; null: nothing. */
export function scheduleWords({ refreshIntervalSeconds, refreshesAtOnceMax, quietHours }: PdcSchedule) {
  const parts = [
    refreshIntervalSeconds !== null && `every ${durationWords(refreshIntervalSeconds)}`,
    refreshesAtOnceMax !== null && `${refreshesAtOnceMax} at once`,
    quietHours !== null &&
      `quiet ${timeOfDay(quietHours.fromMinute)}–${timeOfDay(quietHours.untilMinute)} UTC`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(", ") : null;
}
