import * as z from "zod";
import { CLOUD_ROLES, VDC_ROLES } from "./access.ts";

/** Folded to lower case, so that one person cannot be two by spelling. */
export const UserName = z
  .string({ error: "Give a user name." })
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,31}$/, {
    error:
      "A user name has 2 to 32 letters, digits, dots, dashes or underscores and begins with a letter or digit.",
  });

export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 128;

/** Length only: rules about kinds of characters make passwords worse (NIST SP 800-63B, 3.1.1.2). */
export const Password = z
  .string({ error: "Give a password." })
  .min(PASSWORD_LENGTH_MIN, { error: `A password has at least ${PASSWORD_LENGTH_MIN} characters.` })
  .max(PASSWORD_LENGTH_MAX, { error: `A password has at most ${PASSWORD_LENGTH_MAX} characters.` });

const CloudRoleChoice = z.enum(CLOUD_ROLES, { error: "Choose operator, auditor or no role." }).nullable();
const VdcRoleChoice = z.enum(VDC_ROLES, { error: "Choose network-admin or viewer." });

export const NewUser = z.object({ userName: UserName, cloudRole: CloudRoleChoice });
export type NewUser = z.infer<typeof NewUser>;

export const UserRef = z.object({ userId: z.guid({ error: "No such person." }) });
export type UserRef = z.infer<typeof UserRef>;

export const CloudRoleChange = UserRef.extend({ cloudRole: CloudRoleChoice });
export type CloudRoleChange = z.infer<typeof CloudRoleChange>;

/** All of a person's memberships: what is not listed ends. */
export const MembershipChange = UserRef.extend({
  memberships: z
    .array(z.object({ vdcId: z.guid({ error: "No such vDC." }), role: VdcRoleChoice }))
    .max(1000, { error: "A person may have a role in at most 1000 vDCs." })
    .refine((memberships) => new Set(memberships.map(({ vdcId }) => vdcId)).size === memberships.length, {
      error: "A person has one role in each vDC.",
    }),
});
export type MembershipChange = z.infer<typeof MembershipChange>;

export const NewViewer = z.object({ userName: UserName });
export type NewViewer = z.infer<typeof NewViewer>;

export const MemberRole = UserRef.extend({ role: VdcRoleChoice });
export type MemberRole = z.infer<typeof MemberRole>;
