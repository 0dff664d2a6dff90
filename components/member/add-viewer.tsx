"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogTrigger } from "../ui/dialog.tsx";
import { FormDialogContent } from "../ui/form-dialog.tsx";
import { toast } from "../ui/toast-store.ts";
import { CredentialsDialog, type ShownCredentials } from "../user/credentials.tsx";
import { UserNameField } from "../user/user-name-field.tsx";
import { useMemberChanges } from "./use-member-changes.ts";

type Added = { userName: string; password: string | null };

/** The button, its form, and the password of a person who had no account yet. */
export function AddViewer({ vdcId }: { vdcId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const [credentials, setCredentials] = useState<ShownCredentials | null>(null);
  const added = ({ userName, password }: Added) => {
    setIsOpen(false);
    if (password === null) toast({ tone: "good", title: `${userName} is a viewer of this vDC now.` });
    else setCredentials({ userName, password });
  };
  return (
    <>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        <DialogTrigger asChild>
          <Button variant="primary">
            <UserPlus aria-hidden /> Add viewer
          </Button>
        </DialogTrigger>
        {isOpen && <AddViewerForm vdcId={vdcId} onAdded={added} />}
      </Dialog>
      {credentials && <CredentialsDialog credentials={credentials} onClose={() => setCredentials(null)} />}
    </>
  );
}

function AddViewerForm({ vdcId, onAdded }: { vdcId: string; onAdded: (added: Added) => void }) {
  const { addViewer } = useMemberChanges(vdcId);
  const [userName, setUserName] = useState("");
  const submit = () => {
    addViewer.mutate({ vdcId, userName }, { onSuccess: onAdded });
  };
  const error = addViewer.error && (violationsOf(addViewer.error)[0]?.message ?? sentenceOf(addViewer.error));
  return (
    <FormDialogContent
      title="Add a viewer"
      description="A viewer reads this vDC's networks, its delegation and their health."
      submitLabel="Add viewer"
      pending={addViewer.isPending}
      onSubmit={submit}
    >
      <UserNameField
        value={userName}
        onValueChange={setUserName}
        error={error ?? undefined}
        help="Somebody without an account gets one, and their password is shown to you once."
      />
    </FormDialogContent>
  );
}
