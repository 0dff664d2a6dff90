"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { type RouterOutputs, useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { buttonVariants } from "../ui/button-variants.ts";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Panel } from "../ui/panel.tsx";
import { useSearchParam } from "../ui/search-params.ts";
import { toast } from "../ui/toast-store.ts";
import { RequestForm } from "./request-form.tsx";
import { RequestStateBadge } from "./request-state.tsx";
import { RequestText } from "./request-text.tsx";
import { useRequestChanges } from "./use-request-changes.ts";

type Request = RouterOutputs["delegationRequest"]["list"][number];

type OwnRequestsProps = {
  vdcId: string;
  use: RouterOutputs["delegation"]["get"];
  mayRequest: boolean;
  mayAnswer: boolean;
};

/** The vDC's requests for more: one may be open. Prefetch `delegationRequest.list`. */
export function OwnRequests({ vdcId, use, mayRequest, mayAnswer }: OwnRequestsProps) {
  const { data: requests } = useSuspenseQuery(useTRPC().delegationRequest.list.queryOptions({ vdcId }));
  const [shown, setShown] = useSearchParam("request");
  const open = requests.find(({ state }) => state === "open") ?? null;
  const earlier = requests.filter(({ state }) => state !== "open");
  const isFormOpen = mayRequest && shown === "yes";
  return (
    <Panel
      aria-label="Requests for more"
      title="Requests for more"
      description="What this vDC asked the operators for, and their answers."
      actions={
        mayRequest &&
        !isFormOpen &&
        !open && (
          <Button size="sm" variant="primary" onClick={() => setShown("yes")}>
            <Send aria-hidden /> Ask for more
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-5">
        {isFormOpen ? (
          <RequestForm vdcId={vdcId} use={use} request={open} onDone={() => setShown("")} />
        ) : open ? (
          <OpenRequest
            request={open}
            mayRequest={mayRequest}
            mayAnswer={mayAnswer}
            onChange={() => setShown("yes")}
          />
        ) : (
          requests.length === 0 && <p className="text-muted">None was sent yet.</p>
        )}
        {earlier.length > 0 && <Earlier requests={earlier} />}
      </div>
    </Panel>
  );
}

type OpenRequestProps = {
  request: Request;
  mayRequest: boolean;
  mayAnswer: boolean;
  onChange: () => void;
};

function OpenRequest({ request, mayRequest, mayAnswer, onChange }: OpenRequestProps) {
  const { vdcId, id: requestId } = request;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-start gap-3">
        <RequestStateBadge state="open" />
        <RequestText request={request} />
      </div>
      <div className="flex flex-wrap gap-2">
        {mayRequest && (
          <>
            <Button size="sm" onClick={onChange}>
              Change request
            </Button>
            <Withdraw vdcId={vdcId} requestId={requestId} />
          </>
        )}
        {mayAnswer && (
          <Link
            href={`/vdcs/${vdcId}/requests/${requestId}`}
            className={buttonVariants({ variant: "primary", size: "sm" })}
          >
            Answer
          </Link>
        )}
      </div>
    </div>
  );
}

function Withdraw({ vdcId, requestId }: { vdcId: string; requestId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const { withdraw } = useRequestChanges();
  const confirm = () =>
    withdraw.mutate(
      { vdcId, requestId },
      {
        onSuccess: () => {
          setIsOpen(false);
          toast({ title: "The request is withdrawn." });
        },
      },
    );
  return (
    <>
      <Button size="sm" onClick={() => setIsOpen(true)}>
        Withdraw
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={(next) => {
          setIsOpen(next);
          withdraw.reset();
        }}
        title="Withdraw the request?"
        confirmLabel="Withdraw"
        tone="primary"
        pending={withdraw.isPending}
        onConfirm={confirm}
      >
        <p>Operators no longer see it in their queue. Another one can be sent at any time.</p>
        <RefusalAlert error={withdraw.error} />
      </ConfirmDialog>
    </>
  );
}

function Earlier({ requests }: { requests: readonly Request[] }) {
  return (
    <ul aria-label="Earlier requests" className="flex flex-col gap-4 border-t border-line pt-4">
      {requests.map((request) => (
        <li key={request.id} className="flex items-start gap-3">
          <RequestStateBadge state={request.state} />
          <RequestText request={request} />
        </li>
      ))}
    </ul>
  );
}
