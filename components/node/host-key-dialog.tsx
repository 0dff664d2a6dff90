"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useOrderRefresh } from "../refresh/use-order-refresh.ts";
import { RefusalAlert } from "../trpc/refusal-alert.tsx";
import { useTRPC } from "../trpc/trpc.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { toast } from "../ui/toast-store.ts";
import { keyTypeWord, sshEndpoint } from "./node-words.ts";
import type { NodeSummary } from "./use-nodes.ts";

type HostKeyNode = Pick<
  NodeSummary,
  | "id"
  | "hostname"
  | "sshAddress"
  | "sshPort"
  | "hostKeyFingerprint"
  | "hostKeyType"
  | "offeredFingerprint"
  | "offeredType"
  | "expectedFingerprint"
  | "isConfirmed"
>;

/** The key an operator could confirm now; null: none was shown, or the shown one is confirmed. */
export function confirmableFingerprint({
  isConfirmed,
  hostKeyFingerprint,
  offeredFingerprint,
}: Pick<HostKeyNode, "isConfirmed" | "hostKeyFingerprint" | "offeredFingerprint">): string | null {
  return offeredFingerprint ?? (isConfirmed ? null : hostKeyFingerprint);
}

type FingerprintProps = { label: string; value: string; type?: HostKeyNode["hostKeyType"] };

export function Fingerprint({ label, value, type = null }: FingerprintProps) {
  return (
    <div className="min-w-0 rounded-lg border border-line bg-sunken px-3 py-2">
      <p className="text-sm text-muted">
        {label}
        {type && `, ${keyTypeWord(type)}`}
      </p>
      <code className="font-mono text-sm break-all text-ink">{value}</code>
    </div>
  );
}

/** Shows what to compare; confirming pins exactly this key and refreshes the node. */
export function HostKeyDialog({
  node,
  open,
  onOpenChange,
}: {
  node: HostKeyNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const order = useOrderRefresh();
  const shown = confirmableFingerprint(node);
  const confirm = useMutation(
    trpc.node.confirmHostKey.mutationOptions({
      onSuccess: () => {
        onOpenChange(false);
        order.mutate({ selection: { kind: "nodes", nodeIds: [node.id] } });
      },
      onSettled: () => queryClient.invalidateQueries(trpc.node.pathFilter()),
    }),
  );
  const refuse = useMutation(
    trpc.node.refuseHostKey.mutationOptions({
      onSuccess: () => {
        onOpenChange(false);
        toast({
          tone: "good",
          title: "The shown key was refused.",
          description: "It is asked for again at the next refresh.",
        });
      },
      onSettled: () => queryClient.invalidateQueries(trpc.node.pathFilter()),
    }),
  );
  const error = confirm.error ?? refuse.error;
  if (!shown) return null;
  const shownType = node.offeredFingerprint === null ? node.hostKeyType : node.offeredType;
  const isChange = node.isConfirmed && node.hostKeyFingerprint !== null;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={
        isChange ? `Trust the new host key of ${node.hostname}?` : `Confirm the host key of ${node.hostname}?`
      }
      confirmLabel={isChange ? "Trust the new key" : "It is the same key"}
      tone={isChange ? "danger" : "primary"}
      pending={confirm.isPending}
      onConfirm={() => confirm.mutate({ nodeId: node.id, fingerprint: shown })}
    >
      {isChange ? (
        <>
          <p>
            The node at {sshEndpoint(node)} shows another key than the confirmed one. Unless you know why,
            another machine may be answering in its place.
          </p>
          <div className="grid gap-2">
            <Fingerprint
              label="Confirmed before"
              value={node.hostKeyFingerprint ?? ""}
              type={node.hostKeyType}
            />
            <Fingerprint label="Shown now" value={shown} type={shownType} />
          </div>
        </>
      ) : (
        <>
          <p>
            The node at {sshEndpoint(node)} showed this key. Compare it with the fingerprint on the node’s own
            console. Once confirmed, what the node reports counts, and its links join the mesh.
          </p>
          <Fingerprint label="Fingerprint it showed" value={shown} type={shownType} />
          {node.expectedFingerprint === shown && <p>It is the key that the list expected.</p>}
          {node.expectedFingerprint && node.expectedFingerprint !== shown && (
            <Fingerprint label="The list expected another key" value={node.expectedFingerprint} />
          )}
        </>
      )}
      <p>
        On the node:{" "}
        <code className="font-mono text-sm">
          ssh-keygen -lf /var/ssh/ssh_host_{shownType ?? "ed25519"}_key.pub
        </code>
      </p>
      <p>
        <Button
          variant="link"
          pending={refuse.isPending}
          onClick={() => refuse.mutate({ nodeId: node.id, fingerprint: shown })}
        >
          {isChange ? "Refuse it and keep the confirmed key" : "It is another key: refuse it"}
        </Button>
      </p>
      <RefusalAlert error={error} />
    </ConfirmDialog>
  );
}
