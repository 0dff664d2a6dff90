"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { JumpHostDraft } from "#server/domain/jump-host.ts";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import type { JumpHost } from "./jump-host-panel.tsx";

/** `jumpHost` null: a new one; `pdcNames` are proposed, any other may be typed for a place without nodes yet. */
type Props = { pdcNames: readonly string[]; jumpHost: JumpHost | null };

export function JumpHostForm(props: Props) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        {props.jumpHost ? (
          <Button size="sm" aria-label={`Change the jump host of ${props.jumpHost.pdcName}`}>
            Change
          </Button>
        ) : (
          <Button size="sm">
            <Plus aria-hidden /> Add jump host
          </Button>
        )}
      </DialogTrigger>
      {isOpen && <Form {...props} onDone={() => setIsOpen(false)} />}
    </Dialog>
  );
}

type Values = Record<"pdcName" | "sshAddress" | "sshPort" | "username", string>;

function Form({ pdcNames, jumpHost, onDone }: Props & { onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const listId = useId();
  const [values, setValues] = useState<Values>({
    pdcName: jumpHost?.pdcName ?? "",
    sshAddress: jumpHost?.sshAddress ?? "",
    sshPort: String(jumpHost?.sshPort ?? 22),
    username: jumpHost?.username ?? "",
  });
  const [errors, setErrors] = useState<Partial<Record<string, string>>>({});
  const check = useMutation(
    trpc.jumpHost.check.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.jumpHost.pathFilter()),
    }),
  );
  const set = useMutation(
    trpc.jumpHost.set.mutationOptions({
      onSuccess: (_, { pdcName }) => {
        onDone();
        // The first contact only reads the key to compare.
        check.mutate({ pdcName });
      },
      onError: (error) =>
        setErrors(Object.fromEntries(violationsOf(error).map(({ field, message }) => [field, message]))),
      onSettled: () => queryClient.invalidateQueries(trpc.jumpHost.pathFilter()),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (set.isPending) return;
    const { sshPort } = values;
    const draft = JumpHostDraft.safeParse({
      ...values,
      sshPort: sshPort.trim() === "" ? Number.NaN : sshPort,
    });
    setErrors(
      draft.success
        ? {}
        : Object.fromEntries(draft.error.issues.map(({ path, message }) => [String(path[0]), message])),
    );
    if (draft.success) set.mutate(draft.data);
  };
  const input = (name: keyof Values) => ({
    value: values[name],
    onChange: ({ target }: { target: { value: string } }) => setValues({ ...values, [name]: target.value }),
    autoComplete: "off",
    autoCapitalize: "none",
    spellCheck: false,
  });
  return (
    <DialogContent
      title={jumpHost ? `Jump host of ${jumpHost.pdcName}` : "Add a jump host"}
      description="Overmesh connects once, records the host key the server shows, and waits for you to confirm it. Nodes are reached through it with the same SSH key; it needs to run nothing, only to forward connections."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="jump-host" variant="primary" pending={set.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id="jump-host" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {!jumpHost && (
          <Field
            label="PDC"
            required
            error={errors["pdcName"]}
            help="As its nodes report it. It may have none yet."
          >
            <Input {...input("pdcName")} list={listId} />
          </Field>
        )}
        <datalist id={listId}>
          {pdcNames.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </datalist>
        <Field label="SSH address" required error={errors["sshAddress"]} help="IPv4 or IPv6 address.">
          <Input {...input("sshAddress")} className="font-mono" />
        </Field>
        <Field label="SSH port" required error={errors["sshPort"]}>
          <Input {...input("sshPort")} inputMode="numeric" className="w-28 tabular-nums" />
        </Field>
        <Field
          label="User name"
          required
          error={errors["username"]}
          help="One that may only forward connections is enough."
        >
          <Input {...input("username")} className="font-mono" />
        </Field>
        {set.error && violationsOf(set.error).length === 0 && (
          <p role="alert" className="text-down">
            {sentenceOf(set.error)}
          </p>
        )}
      </form>
    </DialogContent>
  );
}
