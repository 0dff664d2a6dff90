import * as z from "zod";
import { SEVERITIES, type Severity } from "../warning.ts";
import { WARNING_CODES } from "../warnings/catalogue.ts";
import { WARNING_FAMILIES } from "../warnings/families.ts";

/** `mtu-path` belongs to `mtu`. */
const familyOf = (code: string): string => code.split("-")[0] ?? code;

const TOPICS = new Set<string>([...WARNING_CODES, ...WARNING_FAMILIES.map(({ family }) => family)]);

/** Which warnings somebody is told of. */
export const NotificationFilter = z.object({
  severities: z
    .array(z.enum(SEVERITIES))
    .min(1, { error: "Choose at least one severity." })
    .max(SEVERITIES.length),
  /** Codes or whole families; none: all. */
  topics: z
    .array(z.string().refine((topic) => TOPICS.has(topic), { error: "There is no such kind of warning." }))
    .max(TOPICS.size),
  /** None: all. */
  pdcNames: z.array(z.string().min(1).max(256)).max(1000),
});
export type NotificationFilter = z.infer<typeof NotificationFilter>;

export const EVERYTHING: NotificationFilter = { severities: [...SEVERITIES], topics: [], pdcNames: [] };

type Judged = { severity: Severity; code: string; touches: readonly string[] };

export function isWanted(
  { severities, topics, pdcNames }: NotificationFilter,
  { severity, code, touches }: Judged,
): boolean {
  return (
    severities.includes(severity) &&
    (topics.length === 0 || topics.includes(code) || topics.includes(familyOf(code))) &&
    (pdcNames.length === 0 || pdcNames.some((name) => touches.includes(`pdc:${name}`)))
  );
}

/** Chosen or no longer; a whole family takes the place of its single codes. */
export function toggledTopics(topics: readonly string[], topic: string): string[] {
  if (topics.includes(topic)) return topics.filter((other) => other !== topic);
  return [...topics.filter((other) => familyOf(other) !== topic), topic];
}
