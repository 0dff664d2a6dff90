"use client";

import { type FormEvent, useState } from "react";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { toast } from "../ui/toast-store.ts";
import type { Mine } from "./my-notifications.tsx";
import { useMyChanges } from "./use-my-changes.ts";

const errorOf = (error: unknown) =>
  error ? (violationsOf(error)[0]?.message ?? sentenceOf(error)) : undefined;

/** The address, which counts once a code that was mailed to it comes back. */
export function MyAddress({ mine: { email, unverifiedEmail } }: { mine: Mine }) {
  const [isChanging, setIsChanging] = useState(false);
  const { removeEmail } = useMyChanges();
  const isAsking = email === null || isChanging || unverifiedEmail !== null;
  return (
    <div className="flex max-w-md flex-col gap-4">
      {email !== null && (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span className="font-medium wrap-anywhere">{email}</span>
          <span className="flex gap-2">
            <Button size="sm" onClick={() => setIsChanging(true)}>
              Change
            </Button>
            <Button size="sm" pending={removeEmail.isPending} onClick={() => removeEmail.mutate()}>
              Remove
            </Button>
          </span>
        </div>
      )}
      {isAsking && <AskAddress email={unverifiedEmail} />}
      {unverifiedEmail !== null && (
        <AskCode key={unverifiedEmail} email={unverifiedEmail} onDone={() => setIsChanging(false)} />
      )}
    </div>
  );
}

function AskAddress({ email }: { email: string | null }) {
  const { sendCode } = useMyChanges();
  const [typed, setTyped] = useState(email ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!sendCode.isPending) sendCode.mutate({ email: typed });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-2">
      <Field
        label="E-mail address"
        help="A code is mailed to it, to make sure that it is yours."
        error={errorOf(sendCode.error)}
      >
        <Input
          type="email"
          autoComplete="email"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </Field>
      <Button type="submit" pending={sendCode.isPending} className="self-start">
        {email === null ? "Send code" : "Send another code"}
      </Button>
    </form>
  );
}

function AskCode({ email, onDone }: { email: string; onDone: () => void }) {
  const { confirmCode } = useMyChanges();
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (confirmCode.isPending) return;
    const onSuccess = () => {
      onDone();
      toast({
        tone: "good",
        title: "The address is yours.",
        description: "You are told of warnings from now on.",
      });
    };
    confirmCode.mutate({ code }, { onSuccess });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-2">
      <Field
        label="Code"
        help={`Six digits, mailed to ${email}. Good for 15 minutes.`}
        error={errorOf(confirmCode.error)}
      >
        <Input
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          value={code}
          onChange={({ target }) => setCode(target.value)}
          className="max-w-32"
        />
      </Field>
      <Button type="submit" variant="primary" pending={confirmCode.isPending} className="self-start">
        Confirm
      </Button>
    </form>
  );
}
