import * as z from "zod";
import { NotificationFilter } from "./filter.ts";

function isHookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hostname } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" && password === "" && hostname !== "";
}

/** Where it leads is looked at whenever something is sent: a name may mean another address by then. */
const HookUrl = z
  .string({ error: "Give the URL." })
  .trim()
  .max(2000, { error: "A URL has at most 2000 characters." })
  .refine(isHookUrl, {
    error: "Give an http or https URL without a user name or password in it.",
  })
  .transform((text) => {
    const url = new URL(text);
    url.hash = "";
    return url.href;
  });

export const HookDraft = z.object({
  name: z
    .string({ error: "Give a name." })
    .trim()
    .min(1, { error: "Give a name." })
    .max(64, { error: "A name has at most 64 characters." }),
  url: HookUrl,
  filter: NotificationFilter,
});
export type HookDraft = z.infer<typeof HookDraft>;

/** Where webhooks are; null: those of the whole cloud. */
export const HookPlace = z.object({
  vdcId: z.guid({ error: "This is not a vDC's id." }).nullable().default(null),
});

export const HookRef = z.object({ id: z.guid({ error: "No such webhook." }) });

export const HookChange = HookRef.extend({ draft: HookDraft });
export const HookPause = HookRef.extend({ isPaused: z.boolean() });
export const DeliveryRef = z.object({ id: z.guid({ error: "No such delivery." }) });
