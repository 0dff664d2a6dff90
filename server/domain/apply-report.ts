import * as z from "zod";

const HOSTNAMES_MAX = 10_000;
const name = (what: string) =>
  z
    .string({ error: `Write ${what} as text.` })
    .min(1, { error: `Write ${what}.` })
    .max(255, {
      error: `${what[0]?.toUpperCase()}${what.slice(1)} has at most 255 characters.`,
    });

/** What whoever applies rules, keys or tables tells when it is done: on which nodes, in one of three ways. */
export const ApplyReport = z.union(
  [
    z.strictObject({
      hostnames: z
        .array(name("a hostname"))
        .min(1, { error: "Name at least one node." })
        .max(HOSTNAMES_MAX, { error: "Name at most 10 000 nodes." }),
    }),
    z.strictObject({ pdcName: name("a PDC name") }),
    z.strictObject({ overlayRuleName: name("the name of an overlay rule") }),
  ],
  {
    error: 'Say where: {"hostnames": ["…"]}, {"pdcName": "…"} or {"overlayRuleName": "…"}.',
  },
);
export type ApplyReport = z.infer<typeof ApplyReport>;

/** How long a node that was told to be applied to is asked again at every turn of the schedule until it has been read since. */
const FOLLOWED_MILLISECONDS = 600_000;

/** Whether facts of a node may be from before what was applied there. null: nothing was; never read. */
export function isReadBeforeApply(
  { appliedAt, factsObservedAt }: { appliedAt: Date | null; factsObservedAt: Date | null },
  now: Date,
): boolean {
  if (appliedAt === null || now.getTime() - appliedAt.getTime() > FOLLOWED_MILLISECONDS) return false;
  return factsObservedAt === null || factsObservedAt < appliedAt;
}
