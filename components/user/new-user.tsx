"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogTrigger } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { FormDialogContent } from "../ui/form-dialog.tsx";
import { RadioGroup } from "../ui/radio-group.tsx";
import { CredentialsDialog, type ShownCredentials } from "./credentials.tsx";
import { CLOUD_ROLE_OPTIONS } from "./role-words.ts";
import { useUserChanges } from "./use-user-changes.ts";
import { UserNameField } from "./user-name-field.tsx";

/** The button, its form, and then the new person's password. */
export function NewUser() {
  const [isOpen, setIsOpen] = useState(false);
  const [credentials, setCredentials] = useState<ShownCredentials | null>(null);
  const created = (made: ShownCredentials) => {
    setIsOpen(false);
    setCredentials(made);
  };
  return (
    <>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        <DialogTrigger asChild>
          <Button variant="primary">
            <UserPlus aria-hidden /> Add person
          </Button>
        </DialogTrigger>
        {isOpen && <NewUserForm onCreated={created} />}
      </Dialog>
      {credentials && <CredentialsDialog credentials={credentials} onClose={() => setCredentials(null)} />}
    </>
  );
}

function NewUserForm({ onCreated }: { onCreated: (made: ShownCredentials) => void }) {
  const { create } = useUserChanges();
  const [userName, setUserName] = useState("");
  const [role, setRole] = useState<(typeof CLOUD_ROLE_OPTIONS)[number]["value"]>("none");
  const submit = () => {
    create.mutate({ userName, cloudRole: role === "none" ? null : role }, { onSuccess: onCreated });
  };
  const error = create.error && (violationsOf(create.error)[0]?.message ?? sentenceOf(create.error));
  return (
    <FormDialogContent
      title="Add a person"
      description="A password is made and shown once."
      submitLabel="Add person"
      pending={create.isPending}
      onSubmit={submit}
    >
      <UserNameField
        value={userName}
        onValueChange={setUserName}
        error={error ?? undefined}
        help="What the person types to sign in."
      />
      <Field label="Role in the cloud">
        <RadioGroup value={role} onValueChange={setRole} options={CLOUD_ROLE_OPTIONS} />
      </Field>
    </FormDialogContent>
  );
}
