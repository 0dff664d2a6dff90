"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogTrigger } from "../ui/dialog.tsx";
import { toast } from "../ui/toast-store.ts";
import { NameDialog } from "./name-dialog.tsx";
import { useVdcChanges } from "./use-vdc-changes.ts";

/** A new vDC has nothing yet, so its delegation is what comes next. */
export function NewVdc() {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const { create } = useVdcChanges();
  const submit = (name: string) =>
    create.mutate(
      { name },
      {
        onSuccess: ({ id }) => {
          setIsOpen(false);
          toast({ tone: "good", title: `vDC ${name} is made; now delegate ranges to it.` });
          router.push(`/vdcs/${id}/delegation?edit=yes`);
        },
      },
    );
  const open = (next: boolean) => {
    setIsOpen(next);
    create.reset();
  };
  return (
    <Dialog open={isOpen} onOpenChange={open}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden /> Create vDC
        </Button>
      </DialogTrigger>
      {isOpen && (
        <NameDialog
          title="Create a vDC"
          description="It begins with nothing delegated: its people cannot define networks until you give it ranges."
          submitLabel="Create vDC"
          pending={create.isPending}
          error={create.error}
          onSubmit={submit}
        />
      )}
    </Dialog>
  );
}
