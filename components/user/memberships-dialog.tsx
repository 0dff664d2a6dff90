"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import type { VdcRole } from "#server/domain/access.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Combobox } from "../ui/combobox.tsx";
import { Dialog, DialogClose, DialogContent } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Select } from "../ui/select.tsx";
import type { Person } from "./people-table.tsx";
import { VDC_ROLE_OPTIONS } from "./role-words.ts";
import { useUserChanges } from "./use-user-changes.ts";

type Chosen = { vdcId: string; vdcName: string; role: VdcRole };

export function MembershipsDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const trpc = useTRPC();
  const { setMemberships } = useUserChanges();
  const { data: vdcs = [] } = useQuery(trpc.vdc.list.queryOptions());
  const [chosen, setChosen] = useState<readonly Chosen[]>(person.memberships);
  const others = vdcs.filter(({ id }) => !chosen.some(({ vdcId }) => vdcId === id));
  const add = (vdcId: string) => {
    const vdc = vdcs.find(({ id }) => id === vdcId);
    if (vdc) setChosen([...chosen, { vdcId, vdcName: vdc.name, role: "viewer" }]);
  };
  const save = () =>
    setMemberships.mutate(
      { userId: person.id, memberships: chosen.map(({ vdcId, role }) => ({ vdcId, role })) },
      { onSuccess: onClose },
    );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`vDCs of ${person.userName}`}
        description="One role in each; it holds from their next click on."
        className="max-w-lg"
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button variant="primary" pending={setMemberships.isPending} onClick={save}>
              Save vDCs
            </Button>
          </>
        }
      >
        {chosen.length === 0 && <p className="mb-3 text-muted">Not a member of any vDC.</p>}
        <ul className="mb-4 flex flex-col gap-2">
          {chosen.map(({ vdcId, vdcName, role }) => (
            <li key={vdcId} className="grid grid-cols-[1fr_9.5rem_auto] items-center gap-2">
              <span className="truncate font-medium">{vdcName}</span>
              <Select
                aria-label={`Role in ${vdcName}`}
                value={role}
                options={VDC_ROLE_OPTIONS}
                onValueChange={(next) =>
                  setChosen(chosen.map((one) => (one.vdcId === vdcId ? { ...one, role: next } : one)))
                }
              />
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Remove from ${vdcName}`}
                onClick={() => setChosen(chosen.filter((one) => one.vdcId !== vdcId))}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
        <Field label="Add to a vDC">
          <Combobox
            value={undefined}
            onValueChange={add}
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
            placeholder="Choose a vDC…"
            emptyText="No other vDC matches."
          />
        </Field>
      </DialogContent>
    </Dialog>
  );
}
