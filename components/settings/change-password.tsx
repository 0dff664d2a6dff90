"use client";

import { CircleAlert } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "#server/domain/user.ts";
import { PasswordInput } from "../sign-in/password-input.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Panel } from "../ui/panel.tsx";
import { toast } from "../ui/toast-store.ts";
import {
  changePassword,
  type PasswordErrors,
  type PasswordField,
  passwordErrors,
} from "./password-change.ts";

type Fields = readonly { name: PasswordField; label: string; autoComplete: string; help?: string }[];

const FIELDS: Fields = [
  { name: "currentPassword", label: "Current password", autoComplete: "current-password" },
  {
    name: "newPassword",
    label: "New password",
    autoComplete: "new-password",
    help: `At least ${PASSWORD_LENGTH_MIN} characters; a sentence is easier to remember than signs.`,
  },
  { name: "repeatedPassword", label: "New password again", autoComplete: "new-password" },
];

/** Keeps what was typed until it is accepted, and leads to the first field that was not. */
export function ChangePassword() {
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<PasswordErrors>({});
  const [isPending, setIsPending] = useState(false);
  const show = (found: PasswordErrors) => {
    setErrors(found);
    const wrong = FIELDS.find(({ name }) => found[name]);
    if (wrong) form.current?.querySelector<HTMLInputElement>(`[name=${wrong.name}]`)?.focus();
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const data = new FormData(event.currentTarget);
    const read = (name: PasswordField) => String(data.get(name) ?? "");
    const change = {
      currentPassword: read("currentPassword"),
      newPassword: read("newPassword"),
      repeatedPassword: read("repeatedPassword"),
    };
    const found = passwordErrors(change);
    if (Object.keys(found).length > 0) return show(found);
    setIsPending(true);
    const refused = await changePassword(change);
    setIsPending(false);
    if (refused) return show(refused);
    setErrors({});
    form.current?.reset();
    toast({
      tone: "good",
      title: "Your password is changed.",
      description: "Sessions on other devices have ended.",
    });
  };

  return (
    <Panel title="Password" description="Changing it ends your sessions on other devices.">
      <form ref={form} method="post" onSubmit={submit} noValidate className="flex max-w-md flex-col gap-4">
        {FIELDS.map(({ name, label, autoComplete, help }) => (
          <Field key={name} label={label} help={help} error={errors[name]} required>
            <PasswordInput name={name} autoComplete={autoComplete} maxLength={PASSWORD_LENGTH_MAX} />
          </Field>
        ))}
        <div role="alert" className="empty:hidden">
          {errors.whole && (
            <p className="flex items-start gap-2 rounded-md bg-down-soft px-3 py-2 text-down">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {errors.whole}
            </p>
          )}
        </div>
        <Button type="submit" variant="primary" pending={isPending} className="self-start">
          Change password
        </Button>
      </form>
    </Panel>
  );
}
