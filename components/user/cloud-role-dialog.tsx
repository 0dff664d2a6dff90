"use client";

import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogClose, DialogContent } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { RadioGroup } from "../ui/radio-group.tsx";
import type { Person } from "./people-table.tsx";
import { CLOUD_ROLE_OPTIONS } from "./role-words.ts";
import { useUserChanges } from "./use-user-changes.ts";

export function CloudRoleDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { setCloudRole } = useUserChanges();
  const [role, setRole] = useState<(typeof CLOUD_ROLE_OPTIONS)[number]["value"]>(person.cloudRole ?? "none");
  const save = () =>
    setCloudRole.mutate(
      { userId: person.id, cloudRole: role === "none" ? null : role },
      { onSuccess: onClose },
    );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`Role of ${person.userName}`}
        description="It holds from their next click on."
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button variant="primary" pending={setCloudRole.isPending} onClick={save}>
              Save role
            </Button>
          </>
        }
      >
        <Field label="Role in the cloud">
          <RadioGroup value={role} onValueChange={setRole} options={CLOUD_ROLE_OPTIONS} />
        </Field>
      </DialogContent>
    </Dialog>
  );
}
