"use client";

import { CircleAlert } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { PasswordInput } from "./password-input.tsx";
import { signIn } from "./sign-in.ts";

/** Keeps the name after a failure, empties the password and returns there. `next` must be a path of this origin. */
export function SignInForm({ next }: { next: string }) {
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isPending) return;
    const data = new FormData(event.currentTarget);
    setIsPending(true);
    setFailure(null);
    const sentence = await signIn(String(data.get("username") ?? ""), String(data.get("password") ?? ""));
    // A full load: nothing of an earlier session stays in this tab.
    if (sentence === null) return window.location.assign(next);
    setFailure(sentence);
    setIsPending(false);
    if (!password.current) return;
    password.current.value = "";
    password.current.focus();
  };

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4" aria-describedby="sign-in-failure">
      <Field label="Name">
        <Input
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          required
          maxLength={64}
          // The page has one purpose, and this is where it begins.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          className="h-9"
        />
      </Field>
      <Field label="Password">
        <PasswordInput
          ref={password}
          name="password"
          autoComplete="current-password"
          required
          maxLength={128}
        />
      </Field>
      <div id="sign-in-failure" role="alert" className="empty:hidden">
        {failure && (
          <p className="flex items-start gap-2 rounded-md bg-down-soft px-3 py-2 text-down">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {failure}
          </p>
        )}
      </div>
      <Button type="submit" variant="primary" size="lg" pending={isPending} className="mt-1 w-full">
        Sign in
      </Button>
    </form>
  );
}
