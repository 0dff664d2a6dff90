import * as z from "zod";
import { Password } from "#server/domain/user.ts";

export type PasswordChange = { currentPassword: string; newPassword: string; repeatedPassword: string };
export type PasswordField = keyof PasswordChange;
/** What is wrong, by field; `whole` where it is no field's fault. */
export type PasswordErrors = Partial<Record<PasswordField | "whole", string>>;

const UNREACHABLE = "The server could not be reached; check the connection and try again.";
const Refusal = z.object({
  message: z.string(),
  field: z.enum(["currentPassword", "newPassword"]).optional(),
});

/** All that can be told without asking the server; none when it is worth asking. */
export function passwordErrors({
  currentPassword,
  newPassword,
  repeatedPassword,
}: PasswordChange): PasswordErrors {
  const errors: PasswordErrors = {};
  const checked = Password.safeParse(newPassword);
  if (currentPassword === "") errors.currentPassword = "Give your current password.";
  if (newPassword === "") errors.newPassword = "Give a new password.";
  else if (!checked.success) errors.newPassword = checked.error.issues[0]?.message;
  else if (newPassword === currentPassword) errors.newPassword = "The new password is the current one.";
  if (repeatedPassword !== newPassword) errors.repeatedPassword = "The two new passwords differ.";
  return errors;
}

/** null once it is changed; sessions elsewhere have then ended, this one goes on. */
export async function changePassword({
  currentPassword,
  newPassword,
}: PasswordChange): Promise<PasswordErrors | null> {
  try {
    const response = await fetch("/api/auth/change-password", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ currentPassword, newPassword, revokeOtherSessions: true }),
    });
    return response.ok ? null : errorsOf(await response.json().catch(() => null));
  } catch {
    return { whole: UNREACHABLE };
  }
}

function errorsOf(answer: unknown): PasswordErrors {
  const refusal = Refusal.safeParse(answer);
  if (!refusal.success) return { whole: UNREACHABLE };
  return { [refusal.data.field ?? "whole"]: refusal.data.message };
}
