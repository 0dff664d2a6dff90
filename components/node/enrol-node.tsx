"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { NodeEnrolment } from "#server/domain/node-enrolment.ts";
import { JumpHostSelect } from "../jump-host/jump-host-select.tsx";
import { useOrderRefresh } from "../refresh/use-order-refresh.ts";
import { sentenceOf, violationsOf } from "../trpc/refusal.ts";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";

export function EnrolNode() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden /> Enrol node
        </Button>
      </DialogTrigger>
      {isOpen && <EnrolForm onEnrolled={() => setIsOpen(false)} />}
    </Dialog>
  );
}

type FieldErrors = Partial<Record<string, string>>;

function EnrolForm({ onEnrolled }: { onEnrolled: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const order = useOrderRefresh();
  const [sshAddress, setSshAddress] = useState("");
  const [sshPort, setSshPort] = useState("22");
  const [jumpHostPdcName, setJumpHostPdcName] = useState<string | null>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const enrol = useMutation(
    trpc.node.enrol.mutationOptions({
      onSuccess: ({ nodeId }) => {
        onEnrolled();
        // The first contact only records the key to compare.
        order.mutate({ selection: { kind: "nodes", nodeIds: [nodeId] } });
        router.push(`/nodes/${nodeId}`);
      },
      onError: (error) =>
        setErrors(Object.fromEntries(violationsOf(error).map(({ field, message }) => [field, message]))),
      onSettled: () => queryClient.invalidateQueries(trpc.node.pathFilter()),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (enrol.isPending) return;
    const draft = NodeEnrolment.safeParse({
      sshAddress,
      sshPort: sshPort.trim() === "" ? Number.NaN : sshPort,
      jumpHostPdcName,
    });
    if (draft.success) {
      setErrors({});
      enrol.mutate(draft.data);
    } else {
      setErrors(
        Object.fromEntries(draft.error.issues.map(({ path, message }) => [String(path[0]), message])),
      );
    }
  };
  const hasFieldError = Object.keys(errors).length > 0;
  return (
    <DialogContent
      title="Enrol a node"
      description="Overmesh connects once, records the host key the node shows, and waits for you to confirm it."
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="enrol-node" variant="primary" pending={enrol.isPending}>
            Enrol node
          </Button>
        </>
      }
    >
      <form id="enrol-node" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Field
          label="SSH address"
          required
          error={errors.sshAddress}
          help="IPv4 or IPv6 address that this server, or the jump host, reaches."
        >
          <Input
            value={sshAddress}
            onChange={({ target }) => setSshAddress(target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
          />
        </Field>
        <Field label="SSH port" required error={errors.sshPort}>
          <Input
            value={sshPort}
            onChange={({ target }) => setSshPort(target.value)}
            inputMode="numeric"
            autoComplete="off"
            className="w-28 tabular-nums"
          />
        </Field>
        <JumpHostSelect
          label="Reached"
          help="A node behind a bastion is reached through the jump host of a PDC, also before it has told its own."
          value={jumpHostPdcName}
          onChange={setJumpHostPdcName}
          error={errors["jumpHostPdcName"]}
        />
        {enrol.error && !hasFieldError && (
          <p role="alert" className="text-down">
            {sentenceOf(enrol.error)}
          </p>
        )}
      </form>
    </DialogContent>
  );
}
