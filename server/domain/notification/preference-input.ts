import * as z from "zod";
import { EVERYTHING, NotificationFilter } from "./filter.ts";
import { Schedule } from "./schedule.ts";

export const Preference = z.object({
  isOn: z.boolean(),
  filter: NotificationFilter,
  schedule: Schedule,
});
export type Preference = z.infer<typeof Preference>;

export const UNTOUCHED_PREFERENCE: Preference = {
  isOn: false,
  filter: { ...EVERYTHING, severities: ["critical", "warning"] },
  schedule: {
    mode: "at-once",
    dailyAtMinute: 8 * 60,
    timeZone: "UTC",
    quiet: null,
    criticalBreaksThrough: true,
  },
};

export const EmailAddress = z.object({
  email: z
    .string({ error: "Give your address." })
    .trim()
    .max(254, { error: "An address has at most 254 characters." })
    .pipe(z.email({ error: "This is not an e-mail address." })),
});

export const EmailCode = z.object({
  code: z
    .string()
    .trim()
    .regex(/^[0-9]{6}$/, { error: "The code has six digits." }),
});
