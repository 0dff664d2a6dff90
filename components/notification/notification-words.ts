import type { DeliveryState } from "#server/domain/notification/delivery.ts";
import type { Severity } from "#server/domain/warning.ts";

export const SEVERITY_WORDS: Record<Severity, string> = {
  critical: "Critical",
  warning: "Warning",
  info: "Info",
};

export const narrowedWords = (count: number): string => (count === 0 ? "all" : `${count} chosen`);

export const DELIVERY_WORDS: Record<
  DeliveryState,
  { word: string; tone: "good" | "bad" | "caution" | "neutral" }
> = {
  queued: { word: "Queued", tone: "neutral" },
  sending: { word: "Sending", tone: "neutral" },
  waiting: { word: "Will be tried again", tone: "caution" },
  delivered: { word: "Delivered", tone: "good" },
  failed: { word: "Failed", tone: "bad" },
};
