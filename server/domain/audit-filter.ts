import * as z from "zod";

/** What the audit trail can be narrowed to. */
export const AuditFilter = z.object({
  text: z.string().trim().max(200, "Search for at most 200 characters.").optional(),
  subjectKind: z.string().max(50, "There is no such kind of subject.").optional(),
  subjectId: z.string().max(200, "There is no such subject.").optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** `cursor`: the last event of the page before. */
export const AuditPage = AuditFilter.extend({
  cursor: z.guid("This is not an audit event's id.").nullish(),
});
export type AuditPage = z.infer<typeof AuditPage>;
